"""A painting's style in one pass, in its three parts: encoding, what is done to the features, decoding."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from .cases import picture
from .race import Contender, race
from .report import Report, Table, milliseconds

SIZE: Final = (512, 512)
NET: Final = "squeezenet"
LAYER: Final = "fire3_concat"
BACKENDS: Final = ("tensorflow", "jax", "torch")
PARTS: Final = {"encode": "encoding", "adain": "AdaIN", "wct": "WCT", "mirror": "decoding, mirror", "slim": "slim"}

NOTE: Final = (
    f"{NET} to {LAYER}, 128 channels at a quarter of the size. The painting has been looked at before. A frame "
    "takes the encoding, one of the two in the middle, and one of the two ways to decode."
)

Lap = tuple[Callable[[], dict[str, float]], dict[str, Any]]


def run(rounds: int) -> Report:
    """Each backend in a process of its own."""
    contenders = [Contender(name, "restyling:restyling", {"backend": name}) for name in BACKENDS]
    results = race(contenders, rounds)
    rows = [
        [name, *(milliseconds(result.median(part)) if result.laps else result.failed for part in PARTS)]
        for name, result in results.items()
    ]
    table = Table(f"A painting's style at {SIZE[1]}×{SIZE[0]}", ["", *PARTS.values()], rows, NOTE)
    return Report([table], [], {"restyling": results})


def restyling(backend: str) -> Lap:
    """Each part, compiled, with decoders that have learnt nothing, which are as fast."""
    from dreamkit.backend.choice import choose

    choose(backend)
    from dreamkit import backend as computing
    from dreamkit import ops
    from dreamkit.feedforward import statistics as s
    from dreamkit.feedforward.decoder import DESIGNS, decoder
    from dreamkit.feedforward.encoder import Encoder

    from .cases import Case, loaded

    encoder = Encoder(loaded(Case(NET, "trained", (LAYER,), SIZE, 1)), LAYER)
    ways = {name: decoder((100.0,) * encoder.channels, encoder.stride, design=name) for name in DESIGNS}
    features = encoder(ops.convert_to_tensor(picture(SIZE)))[LAYER]
    colour, spread = s.colour(features), s.spread(features)
    calls: dict[str, Callable[[Any], Any]] = {
        "encode": lambda image: encoder(image)[LAYER],
        "adain": lambda seen: s.adain(seen, spread),
        "wct": lambda seen: s.wct(seen, colour),
        **{name: (lambda seen, way=way: way(seen)) for name, way in ways.items()},  # type: ignore[misc]
    }
    compiled = {name: computing.compiled(lambda _, given, call=call: call(given)) for name, call in calls.items()}
    image = ops.convert_to_tensor(picture(SIZE))

    def lap() -> dict[str, float]:
        times = {}
        for name, call in compiled.items():
            given = image if name == "encode" else features
            began = time.perf_counter()
            np.asarray(ops.convert_to_numpy(call(given)))
            times[name] = time.perf_counter() - began
        return times

    lap()
    return lap, {}
