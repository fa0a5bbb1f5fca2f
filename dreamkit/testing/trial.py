"""One way to call a part, tried eagerly and compiled, twice, with its knobs turned, and at another size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeAlias, final

import numpy as np

from dreamkit import backend, ops
from dreamkit.backend.choice import chosen
from dreamkit.errors import one_line
from dreamkit.parts import Part, Tensor, Tree, knobs, turned
from dreamkit.render.untraceable import place_of
from dreamkit.schedules.base import Clock, value
from dreamkit.testing.lines import BrokenContract
from dreamkit.testing.tracing import without_values

SHAPE: Final = (2, 24, 32, 3)
"""The pictures that a part is tried on: two of them, and not square."""

Moment: TypeAlias = Callable[[Any, Tensor, Any], Tree]
"""One way to call a part: takes it with its knobs turned, a picture, and what its random numbers come from."""


def check_compiled(
    part: Part, image: Tensor, moment: Moment, *, any_size: bool, kept: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Lines 4, 5, 6, 8 and 9 for one way to call a part; gives what it answered."""
    run = _Run(part, moment, any_size)
    eager = run.eager(image, 0.0)  # what fails here fails in every way
    if chosen() == "torch":
        without_values(run.traced, *run.inputs(image, 0.0))
    with _told_from_size(run, image):
        first, again = run.compiled(image, 0.0), run.compiled(image, 0.0)
    for name, tensor in first.items():
        if not np.isfinite(tensor).all():
            raise BrokenContract(6, f"{part!r}: {name} gives numbers that are not finite")
        if not np.array_equal(tensor, again[name]):
            raise BrokenContract(4, f"{part!r}: {name} gives two answers to one question")
        if not np.allclose(tensor, eager[name], atol=1e-4):
            raise BrokenContract(5, f"{part!r}: {name} differs by {_gap(tensor, eager[name])} when it is compiled")
        if name in kept and tensor.shape != tuple(image.shape):
            raise BrokenContract(6, f"{part!r}: {name} turns {tuple(image.shape)} into {tensor.shape}")
    _check_traces(run, image)
    return first


def picture(seed: int = 1) -> Tensor:
    """Two pictures of chance, of the shape `SHAPE`."""
    return ops.convert_to_tensor(np.random.default_rng(seed).random(SHAPE).astype(np.float32))


@final
class _Run:
    """One moment of a part as a compiled function of the picture and the knobs, with its traces counted."""

    def __init__(self, part: Part, moment: Moment, any_size: bool) -> None:
        from keras import random

        self.part, self.moment, self.any_size = part, moment, any_size
        self.traces = 0
        self._dials = [value(knob, Clock()) for knob in knobs(part)]
        self._generator = random.SeedGenerator(0)
        self._compiled = self._program()

    def _program(self) -> Callable[..., Tree]:
        return backend.compiled(lambda _, *inputs: self.traced(*inputs), any_size=self.any_size)

    def compiled(self, image: Tensor, turn: float) -> dict[str, Any]:
        """What the compiled moment gives with every knob turned a little."""
        return _numbers(self._compiled(*self.inputs(image, turn)))

    def eager(self, image: Tensor, turn: float) -> dict[str, Any]:
        """What the same moment gives uncompiled; on JAX, which would compile each operation, from a new trace."""
        once = self._program() if chosen() == "jax" else self.traced
        return _numbers(once(*self.inputs(image, turn)))

    def inputs(self, image: Tensor, turn: float) -> tuple[Tensor, Tensor, Tensor]:
        """The picture, the knobs' numbers, and what the random numbers depend on."""
        dials = ops.convert_to_tensor(np.asarray([dial * (1 - turn) for dial in self._dials], np.float32))
        return image, dials, ops.convert_to_tensor(np.array([3, 0]), dtype=self._generator.state.dtype)

    def traced(self, image: Tensor, dials: Tensor, key: Tensor) -> Tree:
        """The moment itself."""
        from keras import StatelessScope

        self.traces += 1
        values: Iterator[Tensor] = iter([dials[i] for i in range(len(self._dials))])
        with StatelessScope(state_mapping=[(self._generator.state, key)], initialize_variables=False):
            return self.moment(turned(self.part, values), image, self._generator)


@contextmanager
def _told_from_size(run: _Run, image: Tensor) -> Iterator[None]:
    """Turn a trace that fails only because the picture's size is not known into a breach of line 9."""
    try:
        yield
    except Exception as error:
        if run.any_size and chosen() == "tensorflow" and _works(_Run(run.part, run.moment, any_size=False), image):
            what = f"{run.part!r} needs the picture's size{place_of(error, run.part)}: {one_line(error)}"
            raise BrokenContract(9, f"{what}; use ops.shape(image), or let any_size say no") from error
        raise


def _works(run: _Run, image: Tensor) -> bool:
    try:
        run.compiled(image, 0.0)
    except Exception:
        return False
    return True


def _check_traces(run: _Run, image: Tensor) -> None:
    """Lines 8 and 9: neither another number in a knob nor another size makes a new trace."""
    traces = run.traces
    run.compiled(image, 1e-3)
    if run.traces != traces and chosen() != "torch":  # torch does not trace
        raise BrokenContract(8, f"{run.part!r} was traced again when its knobs turned")
    if run.any_size:
        run.compiled(image[:, :-3, :-5], 0.0)
        if run.traces != traces and chosen() == "tensorflow":
            raise BrokenContract(9, f"{run.part!r} was traced again for another size")


def _numbers(answer: Tree) -> dict[str, Any]:
    return {name: ops.convert_to_numpy(tensor) for name, tensor in answer.items()}


def _gap(one: Any, other: Any) -> str:
    return f"{np.abs(np.asarray(one, np.float64) - np.asarray(other, np.float64)).max():.2g}"
