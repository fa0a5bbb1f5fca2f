"""Which sound a film carries, and what is said where that is not all that it follows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from dreamkit_sound import Beats, Loudness
from dreamkit_sound.film import NotAllSound, carry
from dreamkit_sound.track import Track, tracks
from films import heard, plan_of, pulsing, rings, silent_film

from dreamkit import Noise, Shot

Write = Callable[..., Path]
Clicks = Callable[..., np.ndarray]


def test_a_sound_along_a_shot_begins_with_it(write: Write) -> None:
    path = write(np.ones(100))
    quiet = Shot(source=Noise(), seconds=2)
    plan = plan_of(quiet, pulsing(Beats(path, along="shot", start=0.25)), dissolve=0.5)
    assert tracks(plan) == [Track(path, -1.25)]


def test_one_sound_followed_twice_is_one(write: Write) -> None:
    path, copy = write(np.ones(100)), write(np.ones(100), "copy.wav")
    plan = plan_of(pulsing(Beats(path)), pulsing(Loudness(copy)), pulsing(Loudness(path, start=1)))
    assert tracks(plan) == [Track(path, 0), Track(path, 1)]


def test_of_two_sounds_it_carries_the_first_and_says_so(write: Write, clicks: Clicks, tmp_path: Path) -> None:
    drums, song = write(clicks([0.5], 3), "drums.wav"), write(clicks([1.0], 3), "song.wav")
    plan = plan_of(pulsing(Beats(drums)), pulsing(Loudness(song, start=2.5)))
    path = silent_film(plan, tmp_path / "film.mp4")
    with pytest.raises(NotAllSound) as caught:
        carry(plan, path)
    assert str(caught.value) == "film.mp4 carries drums.wav, and not song.wav from 2.5 s, which it follows too"
    assert rings(path) == pytest.approx([0.5], abs=0.002)


def test_a_sound_shorter_than_the_film_is_followed_by_silence(write: Write, clicks: Clicks, tmp_path: Path) -> None:
    plan = plan_of(pulsing(Beats(write(clicks([0.5], 1.25)))))
    path = silent_film(plan, tmp_path / "film.mp4")
    with pytest.raises(NotAllSound) as caught:
        carry(plan, path)
    assert str(caught.value) == (
        "film.mp4 carries sound.wav, which ends 1.25 s into its 2 s; what follows the sound rests from there on"
    )
    samples, rate = heard(path)
    assert samples.shape[1] / rate >= 2
    assert np.abs(samples[:, round(1.4 * rate) :]).max() < 0.001
