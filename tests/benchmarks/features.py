"""How strongly channels answer to what was climbed for them, and how like photos it is, in several ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from .cases import PHOTO
from .climb import ShotClimb
from .report import Goal, Report, Table

if TYPE_CHECKING:
    from dreamkit.film import Shot

NET: Final = "efficientnet_lite0"
LAYERS: Final = ("block4_add", "block7_add", "block10_add")
CHANNELS: Final = 12
SIDE: Final = 112
STEPS: Final = 128

WAYS: Final = {
    "robust": f"`Fourier`, `lucid_transforms()`, {STEPS} steps",
    "waves": "`Fourier`, total variation",
    "pixels": "pixels, total variation 0.01",
    "smoother": "pixels, total variation 0.1",
    "bare": "pixels, nothing else",
}
"""The first says how much time the others have."""

NOTE: Final = (
    "Before the stroke: the activation on the whole picture, seen straight; the median over the channels. Behind it: "
    "how steeply its power falls with frequency, the slope of the radial mean power over the frequency, both "
    "logarithms. All ways have the CPU time of the first. Transforms cost a third of the activation that can be had, "
    "and buy pictures in which a person, and another network, recognises something: see the table of classes."
)


def run() -> Report:
    """All layers, way by way."""
    from dreamkit.backend.choice import choose

    choose("tensorflow")
    natural = float(np.median(slopes(photos())))
    rows, levels, steepness = [], {}, {}
    for layer in LAYERS:
        found = compared(layer)
        levels[layer] = {way: float(np.median(scores)) for way, (scores, _) in found.items()}
        steepness[layer] = {way: float(np.median(slopes(shown))) for way, (_, shown) in found.items()}
        rows.append([layer, *(f"{levels[layer][way]:.1f} / {steepness[layer][way]:.2f}" for way in WAYS)])
        print(f"    {'  '.join(rows[-1])}", flush=True)
    title = f"Features: {NET}, {CHANNELS} channels of each layer, {SIDE}×{SIDE}; photos fall by {natural:.2f}"
    report = Report([Table(title, ["", *WAYS.values()], rows, NOTE)])
    for layer in LAYERS:
        gain = levels[layer]["waves"] / levels[layer]["pixels"]
        report.goals.append(Goal(f"{layer}: activation, waves against pixels, both with total variation", gain, 1.0))
        off = {way: abs(steepness[layer][way] - natural) for way in WAYS}
        share = off["waves"] / off["pixels"]
        report.goals.append(Goal(f"{layer}: slope's distance from photos', the same", share, 1.0, at_most=True))
    return report


def compared(layer: str) -> dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """For each way the channels' activations and the pictures, after the same CPU time."""
    found, seconds = {}, 0.0
    for way in WAYS:
        climb = ShotClimb(asked(layer, way), (SIDE, SIDE))
        pictures, took = climb.for_seconds(seconds) if seconds else climb.for_steps(STEPS)
        seconds = seconds or took
        found[way] = climb.scores(pictures), np.asarray(pictures)
    return found


def asked(layer: str, way: str) -> Shot:
    """One way, as a recipe says it."""
    import dreamkit as d

    wish: dict[str, Any] = {"net": d.Net(NET), "objective": d.Channel(layer, range(CHANNELS))}
    if way in ("robust", "waves"):
        kept, rate = (d.lucid_transforms(), 0.05) if way == "robust" else (d.TotalVariation(2e-3), 0.1)
        waves = {"parameterization": d.Fourier(), "source": d.NaturalNoise(), "optimizer": d.Adam(STEPS, rate=rate)}
        return d.Shot(**wish, **waves, regularizer=kept)
    weight = {"pixels": 0.01, "smoother": 0.1, "bare": 0.0}[way]
    smooth = d.TotalVariation(weight) | d.Clamp() if weight else d.Clamp()
    return d.Shot(**wish, regularizer=smooth, source=d.Noise(), optimizer=d.Adam(STEPS, rate=0.02))


def photos() -> NDArray[np.float32]:
    """The recipes' pictures, (count, side, side, 3) in [0, 1]."""
    from dreamkit.pictures import read_picture, resample

    found = [read_picture(path) for path in sorted(PHOTO.parent.glob("*.jpg"))]
    return np.stack([resample(photo, (SIDE, SIDE), "cover") for photo in found])


def slopes(pictures: NDArray[np.float32]) -> NDArray[np.float64]:
    """How steeply the power of each grey picture falls with frequency: the slope in a plot of both logarithms."""
    grey = pictures.mean(axis=-1, dtype=np.float64)
    window = np.hanning(SIDE)
    power = np.abs(np.fft.fft2((grey - grey.mean(axis=(1, 2), keepdims=True)) * np.outer(window, window))) ** 2
    radius = np.round(SIDE * np.hypot(*np.meshgrid(np.fft.fftfreq(SIDE), np.fft.fftfreq(SIDE))))
    rings = np.arange(2, SIDE // 2 - 1)
    radial = np.stack([power[:, radius == ring].mean(axis=1) for ring in rings])
    return np.asarray(np.polyfit(np.log(rings), np.log(radial), 1)[0])
