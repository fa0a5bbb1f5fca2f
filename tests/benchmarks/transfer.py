"""A style transfer that all contenders take: what it is made of, written down for others, and dreamkit's own step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from .cases import CASES, CONTENT, PHOTO, STYLE, loaded, picture
from .machine import peak_gibibytes

if TYPE_CHECKING:
    from dreamkit.objectives.base import Objective

PAINTING: Final = PHOTO.with_name("cafe_terrace.jpg")
START: Final = PHOTO.with_name("dandelions.jpg")
"""What a picture starts from: neither of the two, so that all losses count from the first step on."""

STYLE_WEIGHT: Final = 100.0
CONTENT_WEIGHT: Final = 5.0
"""neural-style's own, for its own losses: raw mean squares, Gram matrices over channels × height × width."""

RATE: Final = 1.0 / 255
"""Adam's, for pictures in [0, 1]: 1 for those in 0 to 255, as in neural-style."""

LBFGS_STEPS: Final = 200
"""Of neural-style-pt's climb, whose last loss others are to reach."""

Lap = tuple[Callable[[], dict[str, float]], dict[str, Any]]


def written(case: str, folder: str, size: tuple[int, int]) -> tuple[Callable[[], None], dict[str, Any]]:
    """Write a case's network, three pictures, and the loss and the gradient at the start; nothing is left to time."""
    from .peers import network

    size = (size[0], size[1])
    network.written(case, folder)
    loss, gradient = Climb(case, size).slope()
    shown = {"photo": picture(size, PHOTO), "painting": painted(size), "start": started(size)}
    np.savez(Path(folder) / "style.npz", loss=loss, gradient=gradient, **shown)
    return (lambda: None), {}


def painted(size: tuple[int, int]) -> NDArray[np.float32]:
    """The painting in its own shape, its longer side as long as the picture's, as all programs see it."""
    from dreamkit import Photo
    from dreamkit.render.sources import sized

    source = Photo(PAINTING)
    return np.asarray(source.frame(0.0, sized(source, 1.0, size), 0)[None], np.float32)


def started(size: tuple[int, int]) -> NDArray[np.float32]:
    """What the picture starts from, (1, height, width, 3): another photo, and noise, so that no pool is undecided."""
    noise = np.random.default_rng(0).random((1, *size, 3), np.float32)
    return np.asarray(0.95 * picture(size, START) + 0.05 * noise, np.float32)


def objective() -> Objective:
    """neural-style's losses, as a recipe says them."""
    from dreamkit import Likeness, Photo, Style

    style = Style(STYLE, of=Photo(PAINTING), normalization="chw", raw=True)
    return STYLE_WEIGHT * style + CONTENT_WEIGHT * Likeness(CONTENT, of=Photo(PHOTO), raw=True)


def climb(case: str, size: tuple[int, int], folder: str, backend: str = "tensorflow") -> Lap:
    """Laps of steps of dreamkit, from the start."""
    from dreamkit.backend.choice import choose

    choose(backend)
    mine = Climb(case, (size[0], size[1]))
    loss, gradient = mine.slope()
    known = np.load(Path(folder) / "style.npz")
    steps = CASES[case].steps
    mine.steps(1)

    def lap() -> dict[str, float]:
        mine.steps(steps)
        return {"gibibytes": peak_gibibytes()}

    return lap, {"steps": steps, "difference": apart(loss, gradient, known)}


def apart(loss: Any, gradient: Any, known: Any) -> float:
    """How far a loss and a gradient are from those that are known, as a share of them."""
    off = np.linalg.norm(gradient - known["gradient"]) / np.linalg.norm(known["gradient"])
    return max(float(abs(loss - known["loss"]) / known["loss"]), float(off))


class Climb:
    """dreamkit's compiled step, and the picture that it climbs."""

    def __init__(self, case: str, size: tuple[int, int]) -> None:
        from dreamkit import Adam, Net, Photo, Shot, ops
        from dreamkit.nets.look import Cut
        from dreamkit.render.step import Step

        wanted, chosen = objective(), CASES[case]
        net = Net(chosen.net, weights=chosen.weights)
        shot = Shot(net=net, objective=wanted, optimizer=Adam(rate=RATE), source=Photo(START))
        self.step = Step(shot, Cut(loaded(chosen), wanted.layers))
        self.image = self._source = ops.convert_to_tensor(started(size))
        self._memory: Any = shot.optimizer.begin(self.image)  # type: ignore[attr-defined]  # it follows the gradient
        shown = {Photo(PHOTO): picture(size, PHOTO), Photo(PAINTING): painted(size)}
        self._targets = wanted.targets(self.step.look, lambda source, _=None: ops.convert_to_tensor(shown[source]))

    def slope(self) -> tuple[float, Any]:
        """The loss and its gradient, (1, height, width, 3), where the picture is now."""
        from dreamkit import ops

        score, gradient = self.step.slope(self.image, self._given(0))
        return -float(score), -ops.convert_to_numpy(gradient)

    def loss(self, picture: Any) -> float:
        """That of any picture (1, height, width, 3), just as it is."""
        from dreamkit import ops

        seen = self.step.look(ops.convert_to_tensor(picture))
        return -float(objective().score(seen, self._targets)[0])

    def steps(self, count: int) -> None:
        """So many steps, each with its score looked at, as a film does."""
        for index in range(count):
            self.image, self._memory, score, _ = self.step(self.image, self._memory, self._given(index))
            assert np.isfinite(float(score))

    def _given(self, index: int) -> Any:
        from dreamkit.render.step import Inputs
        from dreamkit.schedules.base import Clock, value

        dials = [value(knob, Clock()) for knob in self.step.knobs]
        return Inputs(dials, index, index, self._source, self._targets)
