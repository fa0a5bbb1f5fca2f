"""Looking without a gradient, as a search over pictures does: folded and plain, in batches."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from .cases import Case, loaded
from .race import Contender, race
from .report import Goal, Report, Table, milliseconds

BATCHES: Final = (8, 32)
SIZE: Final = (224, 224)
NETS: Final = {
    "efficientnet_lite0": Case("efficientnet_lite0", "trained", ("head_relu",), SIZE, 1),
    "mobilenet_v2": Case("mobilenet_v2", "random", ("out_relu",), SIZE, 1),
}
GOAL: Final = 1.8

Lap = tuple[Callable[[], dict[str, float]], dict[str, Any]]


def run(rounds: int) -> Report:
    """Both networks to their last layer of features."""
    kinds = {"dreamkit": "scoring:ours", "plain Keras graph": "scoring:plain"}
    contenders = [Contender(f"{net}, {kind}", prepare, {"net": net}) for net in NETS for kind, prepare in kinds.items()]
    results = race(contenders, rounds)
    columns = [f"batch {batch}" for batch in BATCHES]
    rows = [
        [who, *(milliseconds(result.median(column)) if result.laps else result.failed for column in columns)]
        for who, result in results.items()
    ]
    report = Report(
        [Table(f"Scoring, forward only, {SIZE[1]}×{SIZE[0]}", ["", *columns], rows)], [], {"scoring": results}
    )
    for net in NETS:
        for column in columns:
            ours, plain = (results[f"{net}, {kind}"].median(column) for kind in kinds)
            report.goals.append(Goal(f"scoring against the plain Keras graph, {net}, {column}", plain / ours, GOAL))
    return report


def ours(net: str) -> Lap:
    """What `Step.look` runs: folded, with the weights as constants."""
    from dreamkit import backend
    from dreamkit.backend.choice import choose
    from dreamkit.nets.look import Cut

    choose("tensorflow")
    cut = Cut(loaded(NETS[net]), NETS[net].layers)

    def look(weights: Any, image: Any) -> Any:
        from keras import StatelessScope

        with StatelessScope(state_mapping=list(zip(cut.weights, weights, strict=True))):
            return cut(image)

    compiled = backend.compiled(look, cut.weights, any_size=True)
    return _laps(lambda image: compiled(image)[NETS[net].layers[0]])


def plain(net: str) -> Lap:
    """The Keras model in a `tf.function`, as it is."""
    from dreamkit.backend.choice import choose, wake

    choose("tensorflow")
    wake()
    import tensorflow as tf

    whole = loaded(NETS[net])
    model = whole.cut(NETS[net].layers)

    def look(image: Any) -> Any:
        answer = model(whole.spec.preprocess(image), training=False)
        return answer[0] if isinstance(answer, (list, tuple)) else answer

    return _laps(tf.function(look))


def _laps(look: Callable[[Any], Any]) -> Lap:
    from dreamkit import ops

    chance = np.random.default_rng(0)
    pictures = {batch: ops.convert_to_tensor(chance.random((batch, *SIZE, 3), np.float32)) for batch in BATCHES}

    def lap() -> dict[str, float]:
        times = {}
        for batch, picture in pictures.items():
            began = time.perf_counter()
            np.asarray(look(picture))
            times[f"batch {batch}"] = time.perf_counter() - began
        return times

    lap()
    return lap, {}
