"""A dream that pulses with a sound, and carries it."""

from pathlib import Path

import numpy as np
from dreamkit_sound import Band, Beats, seconds_of

from dreamkit import (
    Ascent,
    Brightness,
    Clamp,
    Film,
    Jitter,
    KeepColours,
    Layer,
    Net,
    Octaves,
    Photo,
    Rotate,
    Shot,
    Zoom,
    recipe,
)

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=(216, 384), fps=12)
def pulse(sound: Path | None = None, photo: Path = PICTURES / "dandelions.jpg", seconds: float | None = None) -> Film:
    """Leap forward with every bass drum, and turn with the hi-hat; as long as the sound, unless it is said."""
    song = sound or rhythm()
    drum = Beats(song, decay=0.15, from_hertz=20, to_hertz=150, threshold=0.3)
    hat = Band(song, from_hertz=6000, to_hertz=16_000, attack=0, release=0.05)

    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=drum * Layer("block10_add") + 0.3 * Layer("block7_add"),
            regularizer=Octaves(3) | Jitter(16) | Clamp(),
            optimizer=Ascent(steps=3, rate=0.004),
            motion=Zoom(per_second=1.1 + 5 * drum) | Rotate(degrees_per_second=60 * hat) | KeepColours(0.8),
            finish=Brightness(1 + 0.4 * drum),
            source=Photo(photo),
            seconds=seconds or seconds_of(song),
        )
    )


def rhythm(bars: int = 2, beats_a_minute: float = 120) -> Path:
    """A bass drum on every beat, and a hi-hat between two, for want of a real song."""
    import soundfile

    rate, beat = 44_100, 60 / beats_a_minute
    time = np.arange(round(beat * rate)) / rate
    drum = np.sin(2 * np.pi * (50 * time + 4 * (1 - np.exp(-time / 0.03)))) * np.exp(-time / 0.1)
    hat = np.random.default_rng(0).uniform(-0.3, 0.3, len(time)) * np.exp(-time / 0.03)
    path = Path(".dreamkit") / f"pulse-{bars}-{beats_a_minute:g}.wav"
    path.parent.mkdir(exist_ok=True)
    soundfile.write(path, 0.7 * np.tile(drum + np.roll(hat, len(time) // 2), 4 * bars), rate)
    return path
