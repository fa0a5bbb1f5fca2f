"""No time: how much a film flickers that is painted frame by frame, by networks trained to be calm and others."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from .cases import PHOTO
from .report import Report, Table

if TYPE_CHECKING:
    import keras

    from dreamkit.training.lesson import Lesson

Frames = NDArray[np.float32]

WEIGHTS: Final = (0.0, 10.0, 30.0, 100.0)
"""How much calm counts."""

NET: Final = "squeezenet"
STEPS: Final = 200
SIDE: Final = 96
BATCH: Final = 2

SIZE: Final = (144, 256)
COUNT: Final = 12
"""Frames of the film."""

FLOW: Final = (1, 2)
"""Pixels down and to the right that each frame lies from the one before."""

GRAIN: Final = 2 / 255

NOTE: Final = (
    f"Johnson's slim network, {STEPS} steps of {BATCH} crops of {SIDE} pixels with `{NET}`, in the style of one "
    f"painting. A film of {COUNT} frames of {SIZE[1]}×{SIZE[0]}, each {FLOW[0]} pixel down and {FLOW[1]} to the right "
    "in a photo that no network has seen; with grain of 2 of 255 levels, and without. Flicker is the root of the mean "
    "squared difference of a frame from the one before, moved as the film moves, in levels of 255. The losses are "
    "those of the last crops."
)


def run() -> Report:
    """Train once without calm and once for each weight, and paint the film with each."""
    from dreamkit.backend.choice import choose

    choose("tensorflow")
    films = {"clean": film(0.0), "grain": film(GRAIN)}
    rows = [["the film itself", "", *(f"{flicker(each):.2f}" for each in films.values()), "", ""]]
    with tempfile.TemporaryDirectory() as folder:
        for weight in WEIGHTS:
            network, losses = trained(weight, Path(folder))
            painted = [flicker(np.concatenate([one_pass(network, each[None]) for each in of])) for of in films.values()]
            told = [f"{losses[name]:.3f}" for name in ("Style", "Likeness")]
            rows.append(["painted", f"{weight:g}", *(f"{each:.2f}" for each in painted), *told])
    columns = ["", "calm", "flicker", "with grain", "style", "content"]
    return Report([Table("Flicker of a film that is painted frame by frame", columns, rows, NOTE)], [], {})


def film(grain: float) -> Frames:
    """A window that moves over a photo by whole pixels, (COUNT, *SIZE, 3)."""
    from dreamkit.pictures import read_picture

    photo, rng = read_picture(PHOTO), np.random.default_rng(0)
    (height, width), (down, right) = SIZE, FLOW
    windows = [photo[down * n : down * n + height, right * n : right * n + width] for n in range(COUNT)]
    return np.stack([window + rng.normal(0, grain, window.shape) for window in windows]).astype(np.float32)


def flicker(frames: Frames) -> float:
    """How far frames are from those before, moved as the film moves; in levels of 255."""
    down, right = FLOW
    gap = frames[1:, :-down, :-right] - frames[:-1, down:, right:]
    return float(255 * np.sqrt(np.mean(np.square(gap))))


def trained(weight: float, folder: Path) -> tuple[keras.Model, dict[str, float]]:
    """A network that learnt with this weight of calm, and its losses at last."""
    from dreamkit.training.course import Course, Training
    from dreamkit.training.crops import Crops

    names = ("crab", "giraffe", "kingfisher", "red_panda", "sunset")
    photos = [path for name in names if (path := PHOTO.with_name(f"{name}.jpg")).exists()]
    course, told = Course(steps=STEPS, batch=BATCH, side=SIDE, every=50), []  # type: ignore[var-annotated]
    training = Training(
        lesson(weight),
        Crops(photos, SIDE, 0),
        course,
        kind="style",
        about={},
        output=folder / f"{weight:g}.keras",
        tell=lambda progress, losses, pictures: told.append(losses),
    )
    training.run()
    return training.trainer.transformer, told[-1]


def lesson(weight: float) -> Lesson:
    """A painting's style on any photo, with calm or without."""
    from dreamkit import Net, Photo, TotalVariation
    from dreamkit.nets.find import spec_of
    from dreamkit.nets.loaded import LoadedNet
    from dreamkit.plugins import Plugins
    from dreamkit.registry import Registry
    from dreamkit.training.calm import Calm
    from dreamkit.training.lesson import Lesson
    from dreamkit.training.styles import style_wish

    wish = style_wish(Photo(PHOTO.with_name("cafe_terrace.jpg")), NET, content=0.3)
    net = LoadedNet.of(spec_of(Net(NET), Registry(Plugins([]))))
    still = Calm(weight, 0) if weight else None
    return Lesson(wish, TotalVariation(1e-4), net, batch=BATCH, side=SIDE, calm=still)


def one_pass(network: Callable[[Any], Any], frames: Frames) -> Frames:
    """What a network paints of frames."""
    return np.asarray(network(frames), np.float32)
