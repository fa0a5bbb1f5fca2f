"""One way to call a part, tried eagerly and compiled, twice, with its knobs turned, and at another size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from dreamkit import backend, ops
from dreamkit.backend.choice import chosen
from dreamkit.parts import Tensor, Tree, knobs, turned
from dreamkit.schedules.base import Clock, value

SHAPE = (2, 24, 32, 3)
"""The pictures that a part is tried on: two of them, and not square."""


class BrokenContract(AssertionError):
    """A part does not do what every part must; the text says which line of the contract, and what was seen."""


def check_compiled(
    part: Any,
    image: Tensor,
    moment: Callable[[Any, Tensor, Any], Tree],
    *,
    any_size: bool,
    kept: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Lines 4, 5, 6, 8 and 9 for one way to call a part; gives what it answered."""
    run = _Run(part, moment, any_size)
    first, again = run.compiled(image, 0.0), run.compiled(image, 0.0)
    eager = run.eager(image, 0.0)
    for name, tensor in first.items():
        if not np.isfinite(tensor).all():
            raise BrokenContract(f"line 6: {part!r}: {name} gives numbers that are not finite")
        if not np.array_equal(tensor, again[name]):
            raise BrokenContract(f"line 4: {part!r}: {name} gives two answers to one question")
        if not np.allclose(tensor, eager[name], atol=1e-4):
            raise BrokenContract(f"line 5: {part!r}: {name} differs by {_gap(tensor, eager[name])} when it is compiled")
        if name in kept and tensor.shape != tuple(image.shape):
            raise BrokenContract(f"line 6: {part!r}: {name} turns {tuple(image.shape)} into {tensor.shape}")
    traces = run.traces
    run.compiled(image, 1e-3)
    if run.traces != traces and chosen() != "torch":  # torch does not trace
        raise BrokenContract(f"line 8: {part!r} was traced again when its knobs turned")
    if any_size:
        run.compiled(image[:, :-3, :-5], 0.0)
        if run.traces != traces and chosen() == "tensorflow":
            raise BrokenContract(f"line 9: {part!r} was traced again for another size")
    return first


class _Run:
    """One moment of a part as a compiled function of the picture and the knobs, with its traces counted."""

    def __init__(self, part: Any, moment: Callable[[Any, Tensor, Any], Tree], any_size: bool) -> None:
        from keras import random

        self._dials = [value(knob, Clock()) for knob in knobs(part)]
        self._part, self._moment = part, moment
        self._generator = random.SeedGenerator(0)
        self.traces = 0
        self._compiled = backend.compiled(self._traced, any_size=any_size)

    def compiled(self, image: Tensor, turn: float) -> dict[str, Any]:
        """What the compiled moment gives with every knob turned a little."""
        return self._numbers(self._compiled, image, turn)

    def eager(self, image: Tensor, turn: float) -> dict[str, Any]:
        """What the same moment gives without compiling."""
        return self._numbers(lambda *inputs: self._traced((), *inputs), image, turn)

    def _numbers(self, run: Callable[..., Tree], image: Tensor, turn: float) -> dict[str, Any]:
        dials = ops.convert_to_tensor(np.asarray([dial * (1 - turn) for dial in self._dials], np.float32))
        key = ops.convert_to_tensor(np.array([3, 0]), dtype=self._generator.state.dtype)
        return {name: ops.convert_to_numpy(tensor) for name, tensor in run(image, dials, key).items()}

    def _traced(self, weights: Tree, image: Tensor, dials: Tensor, key: Tensor) -> Tree:
        from keras import StatelessScope

        del weights
        self.traces += 1
        values: Iterator[Tensor] = iter([dials[i] for i in range(len(self._dials))])
        with StatelessScope(state_mapping=[(self._generator.state, key)], initialize_variables=False):
            return self._moment(turned(self._part, values), image, self._generator)


def _gap(one: Any, other: Any) -> str:
    return f"{np.abs(np.asarray(one, np.float64) - np.asarray(other, np.float64)).max():.2g}"


def picture(seed: int = 1) -> Tensor:
    """Two pictures of chance, of the shape `SHAPE`."""
    return ops.convert_to_tensor(np.random.default_rng(seed).random(SHAPE).astype(np.float32))
