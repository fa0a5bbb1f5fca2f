"""An effect, or a chain of them, as one compiled function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, final

import numpy as np

from dreamkit import backend, ops
from dreamkit.effects.base import Effect, Moment, links
from dreamkit.parts import Tensor, Tree, knobs, turned


@final
class Warp:
    """An effect, compiled once, with its knobs and times as inputs."""

    def __init__(self, effect: Effect) -> None:
        self._effect = effect
        self._apply = backend.compiled(self._traced)

    def __call__(self, image: Tensor, moment: Moment, dials: list[float]) -> Tensor:
        if not links(self._effect):
            return image
        numbers = ops.convert_to_tensor(np.asarray(dials, np.float32))
        times = ops.convert_to_tensor(np.array([moment.seconds, moment.interval, moment.dose], np.float32))
        asked = tuple(map(ops.convert_to_tensor, (moment.attribution, moment.alpha, moment.fitness, moment.past)))
        return self._apply(image, moment.previous, moment.source, times, asked, numbers)

    def _traced(
        self, weights: Any, image: Tensor, previous: Tensor, source: Tensor, times: Tensor, asked: Tree, dials: Tensor
    ) -> Tensor:
        del weights
        values: Iterator[Tensor] = iter([dials[i] for i in range(len(list(knobs(self._effect))))])
        moment = Moment(previous, source, times[0], times[1], times[2], *asked)
        return turned(self._effect, values).apply(image, moment)
