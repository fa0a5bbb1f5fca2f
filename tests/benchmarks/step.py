"""dreamkit's own step, taken as a film takes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .cases import CASES, loaded, picture, shot
from .flops import forward_gflop

Lap = tuple[Callable[[], None], dict[str, Any]]


def dream(case: str, backend: str = "tensorflow", fold: bool = True, like: str = "", steps: int = 0) -> Lap:
    """Laps of a case; `steps` in each, or as many as the case says.

    `fold` false leaves the batch norms where they are; `like` names a peer whose regularizers are taken.
    """
    from dreamkit.backend.choice import choose

    choose(backend)
    chosen = CASES[case]
    climb = Climb(case, fold=fold, like=like)
    climb.steps(1, chosen.size)
    steps = steps or chosen.steps
    facts = {"steps": steps, "gflop": 2 * forward_gflop(climb.cut.model, chosen.size)}
    if fold and backend == "tensorflow" and not like:
        facts["difference"] = folding_difference(climb)
    return lambda: climb.steps(steps, chosen.size), facts


class Climb:
    """A compiled step and the picture that it climbs."""

    def __init__(self, case: str, *, fold: bool = True, like: str = "") -> None:
        from dreamkit import ops
        from dreamkit.nets.look import Cut
        from dreamkit.render.step import Step

        self.case = CASES[case]
        self.shot = shot(self.case, **slots_like(like))
        assert self.shot.objective is not None
        self.net = loaded(self.case)
        self.cut = Cut(self.net, self.shot.objective.layers, fold=fold)
        self.step = Step(self.shot, self.cut)
        self.photo = ops.convert_to_tensor(picture(self.case.size))
        self._images: dict[tuple[int, int], Any] = {}

    def steps(self, count: int, size: tuple[int, int]) -> None:
        """So many steps at a size, each with its score looked at, as a film does."""
        from dreamkit.regularizers.octaves import resized
        from dreamkit.render.step import Inputs
        from dreamkit.schedules.base import Clock, value

        source = resized(self.photo, size)
        image = self._images.get(size, source)
        dials = [value(knob, Clock()) for knob in self.step.knobs]
        for index in range(count):
            image, _, score, slope = self.step(image, (), Inputs(dials, index, index, source, self.targets))
            assert np.all(np.isfinite(score))
            assert float(slope[0]) > 0
        self._images[size] = image

    @property
    def targets(self) -> Any:
        """What the objective compares with: nothing, in its own shape."""
        assert self.shot.objective is not None
        return self.shot.objective.targets(self.step.look, lambda source: source)


def slots_like(peer: str) -> dict[str, Any]:
    """The regularizers and the optimizer that make dreamkit's step the same as a peer's."""
    from dreamkit import Ascent, CascadeGradient, Clamp, Jitter, Normalize

    if peer == "pytorch-deepdream":
        chain = Jitter(32) | CascadeGradient() | Normalize("deviation", centred=True) | Clamp()
        return {"regularizer": chain, "optimizer": Ascent(rate=0.02, per="none")}
    return {}


def folding_difference(climb: Climb) -> float:
    """The largest difference between a folded and an unfolded activation, as a share of the largest activation."""
    from dreamkit import ops
    from dreamkit.nets.look import Cut

    plain = Cut(climb.net, climb.cut.layers, fold=False)
    answers = [
        {name: ops.convert_to_numpy(answer) for name, answer in cut(climb.photo).items()} for cut in (climb.cut, plain)
    ]
    return max(float(np.abs(answers[0][name] - one).max() / np.abs(one).max()) for name, one in answers[1].items())
