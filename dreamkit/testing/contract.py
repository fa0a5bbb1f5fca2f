"""The contract that every part keeps, one check a line, on the backend of this process.

1. It is a frozen value: it hashes, compares and cannot be changed.
2. It can be written down as JSON and comes back equal.
3. Its class says in its docstring what one sees.
4. It is pure: the same input and the same random key give the same output.
5. It compiles, and compiled it gives what it gives uncompiled.
6. It keeps shape, and gives finite numbers.
7. The gradient comes back through what the network is shown.
8. Its knobs turn without a new trace.
9. With `any_size`, it works before the picture's size is known.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np

from dreamkit import backend, ops
from dreamkit.effects.base import Effect, Moment
from dreamkit.objectives.base import Objective
from dreamkit.optimizers.base import Optimizer
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parts import Part, Tensor, Tree, below, knobs, turned
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry, config, part_name
from dreamkit.regularizers.base import Instant, Regularizer
from dreamkit.rng import Rng
from dreamkit.schedules.base import Clock, Schedule, value
from dreamkit.sources.base import Source
from dreamkit.testing.trial import SHAPE, BrokenContract, check_compiled, picture


def check_part(part: Part, *, activations: dict[str, tuple[int, ...]] | None = None) -> None:
    """Hold a part against the contract; raises `BrokenContract` with the first line that it breaks.

    Args:
        part: any part, with the fields that are to be tried.
        activations: for an objective: the shapes of the layers that it reads, with a batch of `pictures`; layers that
            are not named get (pictures, 6, 8, 10).
    """
    _check_frozen(part)
    _check_written(part)
    _check_docstring(part)
    for kind, check in _CHECKS.items():
        if isinstance(part, kind):
            check(part, activations or {})


def _check_frozen(part: Part) -> None:
    try:
        hash(part)
    except TypeError as error:
        raise BrokenContract(f"line 1: {part!r} does not hash ({error}); use tuples, not lists or dicts") from error


def _check_written(part: Part) -> None:
    registry = Registry(Plugins([]))
    registry.classes.update({part_name(type(one)): type(one) for one in below(part)})
    written = json.loads(json.dumps(config(part)))
    again = registry.part(written)
    if again != part:
        raise BrokenContract(f"line 2: {part!r} comes back from JSON as {again!r}")


def _check_docstring(part: Part) -> None:
    text = type(part).__dict__.get("__doc__") or ""
    if not text.strip() or text.startswith(f"{type(part).__name__}("):
        raise BrokenContract(f"line 3: {type(part).__name__} has no docstring")


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
            raise BrokenContract(f"line 6: {part!r} gives {number!r} at progress {share:.2f}, and not a finite float")
        if number != part.at(clock):
            raise BrokenContract(f"line 4: {part!r} gives two numbers for one time")


def _check_regularizer(part: Part, _: Any) -> None:
    assert isinstance(part, Regularizer)
    image, source = picture(), picture(seed=2)[:1]

    def moments(part: Regularizer, image: Tensor, generator: Any) -> Tree:
        instant = Instant(image, source, image - 0.5, ops.convert_to_tensor(1, dtype="int32"), Rng(generator))
        penalty = ops.broadcast_to(ops.convert_to_tensor(part.penalty(image), dtype="float32"), (SHAPE[0],))
        precondition, project = part.precondition(image - 0.5, instant), part.project(image, instant)
        return {"penalty": penalty, "precondition": precondition, "project": project}

    check_compiled(part, image, moments, any_size=part.any_size, kept=("precondition", "project"))
    check_compiled(part, image, lambda p, x, g: {"view": p.view(x, Rng(g))}, any_size=part.any_size)
    _check_gradient(part, image)


def _check_effect(part: Part, _: Any) -> None:
    assert isinstance(part, Effect)
    moment = Moment(picture(seed=3), picture(seed=4)[:1], ops.convert_to_tensor(0.1, dtype="float32"))
    answer = check_compiled(part, picture(), lambda p, x, _: {"apply": p.apply(x, moment)}, any_size=False)
    pictures, size = part.shape(SHAPE[0], (SHAPE[1], SHAPE[2]))
    came = tuple(answer["apply"].shape)
    if came != (pictures, *size, SHAPE[3]):
        raise BrokenContract(f"line 6: {part!r}: apply turns {SHAPE} into {came}, and shape says {pictures} of {size}")


def _check_objective(part: Part, shapes: Any) -> None:
    assert isinstance(part, Objective)
    rng = np.random.default_rng(5)
    seen = {
        name: ops.convert_to_tensor(rng.random(shapes.get(name, (part.pictures, 6, 8, 10))), dtype="float32")
        for name in part.layers
    }
    targets = part.targets(lambda _: {name: tensor[:1] for name, tensor in seen.items()}, lambda _: picture()[:1])
    names = sorted(seen)

    def score(part: Objective, image: Tensor, _: Any) -> Tree:
        scale = ops.mean(image) * 2  # the score must depend on an input, or there is nothing to trace
        return {"score": part.score({name: seen[name] * scale for name in names}, targets)}

    answer = check_compiled(part, picture(), score, any_size=False)
    if tuple(answer["score"].shape) != (part.pictures,):
        came = tuple(answer["score"].shape)
        raise BrokenContract(f"line 6: {part!r} scores a batch of {part.pictures} with shape {came}")


def _check_optimizer(part: Part, _: Any) -> None:
    assert isinstance(part, Optimizer)

    first = part.begin(picture())  # not in the step: there Keras can make no variables

    def advance(part: Optimizer, image: Tensor, _: Any) -> Tree:
        numbers, state = part.advance(image, image - 0.5, part.begin(image) if part.any_size else first)
        return {"numbers": part.settle(numbers, state)}

    check_compiled(part, picture(), advance, any_size=part.any_size, kept=("numbers",))


def _check_parameterization(part: Part, _: Any) -> None:
    assert isinstance(part, Parameterization)

    def there_and_back(part: Parameterization, image: Tensor, _: Any) -> Tree:
        return {"picture": part.decode(part.encode(image), ops.shape(image)[1:3])}

    check_compiled(part, picture(), there_and_back, any_size=part.any_size, kept=("picture",))


def _check_source(part: Part, _: Any) -> None:
    assert isinstance(part, Source)
    frame = part.frame(0.0, (24, 32), 1)
    if frame.shape != (24, 32, 3) or frame.dtype != np.float32 or frame.min() < 0 or frame.max() > 1:
        raise BrokenContract(
            f"line 6: {part!r} gives {frame.shape} {frame.dtype}, and not (24, 32, 3) float32 in [0, 1]"
        )
    if not np.array_equal(frame, part.frame(0.0, (24, 32), 1)):
        raise BrokenContract(f"line 4: {part!r} gives two pictures for one time and seed")


_CHECKS: dict[type[Part], Callable[[Part, Any], None]] = {
    Schedule: _check_schedule,
    Regularizer: _check_regularizer,
    Effect: _check_effect,
    Objective: _check_objective,
    Optimizer: _check_optimizer,
    Parameterization: _check_parameterization,
    Source: _check_source,
}


def _check_gradient(part: Regularizer, image: Tensor) -> None:
    from keras import random

    if type(part).view is Regularizer.view:
        return
    generator = random.SeedGenerator(4)
    steady = turned(part, iter([ops.convert_to_tensor(value(knob, Clock())) for knob in knobs(part)]))
    _, gradient = backend.value_and_grad(lambda x: ops.sum(ops.square(steady.view(x, Rng(generator)))), image)
    gradient = ops.convert_to_numpy(gradient)
    if not np.isfinite(gradient).all() or not np.abs(gradient).max() > 0:
        raise BrokenContract(f"line 7: {part!r}: no gradient comes back through its view")
