"""The contract that every part keeps (its lines stand in lines.py), held against each kind of part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, Literal

import numpy as np

from dreamkit import ops
from dreamkit.backend.choice import chosen, wake
from dreamkit.effects.base import Effect, Moment
from dreamkit.evolution.encoding import Encoding
from dreamkit.objectives.base import Objective
from dreamkit.optimizers.gradient import GradientOptimizer
from dreamkit.optimizers.search import Search
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parts import Part, Tensor, Tree, below
from dreamkit.regularizers.base import Instant, Regularizer
from dreamkit.rng import Rng
from dreamkit.schedules.base import Clock, Schedule
from dreamkit.sources.base import Source
from dreamkit.testing.elsewhere import installed, sent
from dreamkit.testing.encodings import check_encoding
from dreamkit.testing.gradients import check_gradient, steady
from dreamkit.testing.lines import BrokenContract
from dreamkit.testing.searches import check_search
from dreamkit.testing.tracing import traceable
from dreamkit.testing.trial import SHAPE, check_compiled, picture
from dreamkit.testing.values import check_value

LEEWAY: Final = 1e-3
"""By how much a picture may leave [0, 1], where it is rounded."""


def check_part(
    part: Part,
    *,
    activations: dict[str, tuple[int, ...]] | None = None,
    backends: Iterable[str] | Literal["installed"] | None = None,
) -> None:
    """Hold a part against the contract; raises `BrokenContract` with the first line that it breaks.

    Args:
        part: any part, with the fields that are to be tried.
        activations: for an objective: the shapes of the layers that it reads, with a batch of `pictures`; layers that
            are not named get (pictures, 6, 8, 10).
        backends: by name, or "installed" for all there are. The first part takes as long as they take to wake up, and
            later ones are faster. Without them, only the backend of this process is tried.
    """
    here = chosen()
    names = installed() if backends == "installed" else tuple(backends or (here,))
    elsewhere = {name: sent(part, name, _check_here, activations) for name in names if name != here}
    if here in names:
        _check_here(part, activations)
    for name, answer in elsewhere.items():
        try:
            answer.result()
        except BrokenContract as error:
            raise BrokenContract(error.line, f"{error.seen}, on {name}") from error


def _check_here(part: Part, activations: dict[str, tuple[int, ...]] | None) -> None:
    check_value(part)
    wake()
    for kind, check in _CHECKS.items():
        if isinstance(part, kind):
            with traceable(part):
                check(part, activations or {})


def _check_schedule(part: Part, _: Any) -> None:
    assert isinstance(part, Schedule)
    for share in np.linspace(0, 1, 7):
        clock = Clock(
            seconds=4 * share,
            progress=share,
            film_seconds=4 * share,
            film_progress=share,
            octave=3 * share,
            octave_progress=share,
            step=6 * share,
            steps_progress=share,
        )
        number = part.at(clock)
        if not isinstance(number, float) or not np.isfinite(number):
            raise BrokenContract(6, f"{part!r} gives {number!r} at progress {share:.2f}, and not a finite float")
        if number != part.at(clock):
            raise BrokenContract(4, f"{part!r} gives two numbers for one time")


def _check_regularizer(part: Part, _: Any) -> None:
    from keras import random

    assert isinstance(part, Regularizer)
    image, source = picture(), picture(seed=2)[:1]

    def moments(part: Regularizer, image: Tensor, generator: Any) -> Tree:
        height, width = ops.shape(image)[1:3]
        shown = source[:, :height, :width]
        instant = Instant(image, shown, image - 0.5, ops.convert_to_tensor(1, dtype="int32"), Rng(generator))
        penalty = ops.broadcast_to(ops.convert_to_tensor(part.penalty(image), dtype="float32"), (SHAPE[0],))
        precondition, project = part.precondition(image - 0.5, instant), part.project(image, instant)
        return {"penalty": penalty, "precondition": precondition, "project": project}

    check_compiled(part, image, moments, any_size=part.any_size, kept=("precondition", "project"))
    check_compiled(part, image, lambda p, x, g: {"view": p.view(x, Rng(g))}, any_size=part.any_size)
    now = steady(part)
    if type(part).view is not Regularizer.view:
        generator = random.SeedGenerator(4)
        check_gradient(part, "view", lambda x: ops.sum(ops.square(now.view(x, Rng(generator)))), image)
    if type(part).penalty is not Regularizer.penalty:
        check_gradient(part, "penalty", lambda x: ops.sum(now.penalty(x)), image, zero=True)


def _check_effect(part: Part, _: Any) -> None:
    assert isinstance(part, Effect)
    for inner in below(part):
        if isinstance(inner, Effect):
            inner.prepare()
    moment = Moment(picture(seed=3), picture(seed=4)[:1], ops.convert_to_tensor(0.1, dtype="float32"))
    answer = check_compiled(part, picture(), lambda p, x, _: {"apply": p.apply(x, moment)}, any_size=False)
    pictures, size = part.shape(SHAPE[0], (SHAPE[1], SHAPE[2]))
    came = tuple(answer["apply"].shape)
    if came != (pictures, *size, part.channels(SHAPE[3])):
        raise BrokenContract(6, f"{part!r}: apply turns {SHAPE} into {came}, and shape says {pictures} of {size}")
    low, high = float(answer["apply"].min()), float(answer["apply"].max())
    if low < -LEEWAY or high > 1 + LEEWAY:
        raise BrokenContract(6, f"{part!r}: apply gives numbers from {low:.3g} to {high:.3g}, and not in [0, 1]")


def _check_objective(part: Part, shapes: Any) -> None:
    assert isinstance(part, Objective)
    rng = np.random.default_rng(5)
    seen = {
        name: ops.convert_to_tensor(rng.random(shapes.get(name, (part.pictures, 6, 8, 10))), dtype="float32")
        for name in part.layers
    }
    # half of it, or else what is to be near a target would be there, where the gradient is zero
    targets = part.targets(lambda _: {name: tensor[:1] / 2 for name, tensor in seen.items()}, lambda *_: picture()[:1])
    names = sorted(seen)

    def score(part: Objective, image: Tensor, _: Any) -> Tree:
        scale = ops.mean(image) * 2  # the score must depend on an input, or there is nothing to trace
        return {"score": part.score({name: seen[name] * scale for name in names}, targets)}

    answer = check_compiled(part, picture(), score, any_size=False)
    if tuple(answer["score"].shape) != (part.pictures,):
        came = tuple(answer["score"].shape)
        raise BrokenContract(6, f"{part!r} scores a batch of {part.pictures} with shape {came}")
    if part.wanted(Clock()):
        now = steady(part)
        check_gradient(part, "score", lambda at: ops.sum(now.score(at, targets)), seen)


def _check_optimizer(part: Part, _: Any) -> None:
    assert isinstance(part, GradientOptimizer)

    first = part.begin(picture())  # not in the step: there Keras can make no variables

    def advance(part: GradientOptimizer, image: Tensor, _: Any) -> Tree:
        state = part.begin(image) if part.any_size else first
        numbers, state = part.advance_scored(image, image - 0.5, state, ops.sum(image, axis=(1, 2, 3)))
        return {"numbers": part.settle(numbers, state)}

    check_compiled(part, picture(), advance, any_size=part.any_size, kept=("numbers",))


def _check_parameterization(part: Part, _: Any) -> None:
    assert isinstance(part, Parameterization)

    def there_and_back(part: Parameterization, image: Tensor, _: Any) -> Tree:
        return {"picture": part.decode(part.encode(image), ops.shape(image)[1:3])}

    check_compiled(part, picture(), there_and_back, any_size=part.any_size, kept=("picture",))
    now = steady(part)
    check_gradient(part, "decode", lambda at: ops.sum(now.decode(at, SHAPE[1:3])), now.encode(picture()))


def _check_source(part: Part, _: Any) -> None:
    assert isinstance(part, Source)
    frame = part.frame(0.0, (24, 32), 1)
    if frame.shape != (24, 32, 3) or frame.dtype != np.float32 or frame.min() < 0 or frame.max() > 1:
        what = f"{part!r} gives {frame.shape} {frame.dtype} from {frame.min():.3g} to {frame.max():.3g}"
        raise BrokenContract(6, f"{what}, and not (24, 32, 3) float32 in [0, 1]")
    if not np.array_equal(frame, part.frame(0.0, (24, 32), 1)):
        raise BrokenContract(4, f"{part!r} gives two pictures for one time and seed")


_CHECKS: dict[type[Part], Callable[[Part, Any], None]] = {
    Schedule: _check_schedule,
    Regularizer: _check_regularizer,
    Effect: _check_effect,
    Objective: _check_objective,
    GradientOptimizer: _check_optimizer,
    Search: check_search,
    Parameterization: _check_parameterization,
    Encoding: check_encoding,
    Source: _check_source,
}
