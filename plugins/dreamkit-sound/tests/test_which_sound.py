"""Which sound a film carries, and what is said where that is not all that it follows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from dreamkit_sound import Beats, Loudness
from dreamkit_sound.film import carry, check_choice
from dreamkit_sound.track import Track, tracks
from films import heard, plan_of, pulsing, rings, silent_film

from dreamkit import Noise, Shot
from dreamkit.errors import PlanRefused

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
    assert carry(plan, path) == (
        "film.mp4 carries drums.wav, and not song.wav from 2.5 s, which it follows too; --sound chooses"
    )
    assert rings(path) == pytest.approx([0.5], abs=0.002)


def test_a_sound_shorter_than_the_film_is_followed_by_silence(write: Write, clicks: Clicks, tmp_path: Path) -> None:
    plan = plan_of(pulsing(Beats(write(clicks([0.5], 1.25)))))
    path = silent_film(plan, tmp_path / "film.mp4")
    assert carry(plan, path) == (
        "film.mp4 carries sound.wav, which ends 1.25 s into its 2 s; what follows the sound rests from there on"
    )
    samples, rate = heard(path)
    assert samples.shape[1] / rate >= 2
    assert np.abs(samples[:, round(1.4 * rate) :]).max() < 0.001


def test_a_sound_that_is_chosen_is_carried_from_where_it_is_followed(
    write: Write, clicks: Clicks, tmp_path: Path
) -> None:
    drums, song = write(clicks([0.5], 3), "drums.wav"), write(clicks([1.0], 3), "song.wav")
    shot = pulsing(Beats(drums) + Loudness(song, start=0.25))  # type: ignore[arg-type]
    plan = plan_of(shot, sound=str(song))
    path = silent_film(plan, tmp_path / "film.mp4")
    assert carry(plan, path) == ""
    assert rings(path) == pytest.approx([0.75], abs=0.002)


def test_a_sound_that_is_chosen_need_not_be_followed(write: Write, clicks: Clicks, tmp_path: Path) -> None:
    plan = plan_of(Shot(source=Noise(), seconds=2), sound=str(write(clicks([0.5], 1.25))))
    path = silent_film(plan, tmp_path / "film.mp4")
    assert carry(plan, path) == "film.mp4 carries sound.wav, which ends 1.25 s into its 2 s"
    assert rings(path) == pytest.approx([0.5], abs=0.002)


def test_none_is_a_choice(write: Write, clicks: Clicks, tmp_path: Path) -> None:
    plan = plan_of(pulsing(Beats(write(clicks([0.5], 1.25)))), sound="none")
    path = silent_film(plan, tmp_path / "film.mp4")
    before = path.read_bytes()
    check_choice(plan)
    assert carry(plan, path) == ""
    assert path.read_bytes() == before


def test_what_was_chosen_and_cannot_be_carried_is_told(write: Write, clicks: Clicks, tmp_path: Path) -> None:
    sound = str(write(clicks([0.5], 3)))
    plan = plan_of(Shot(source=Noise(), seconds=0.5), sound=sound)
    assert carry(plan, silent_film(plan, tmp_path / "film.gif")) == "film.gif carries no sound; .mp4 .mov .webm can"


def test_a_choice_that_cannot_be_read_refuses_the_film(write: Write, tmp_path: Path) -> None:
    write(np.ones(100), "drums.wav")
    with pytest.raises(PlanRefused) as caught:
        check_choice(plan_of(Shot(source=Noise()), sound=str(tmp_path / "drum.wav")))
    assert str(caught.value) == f"there is no sound file {tmp_path}/drum.wav\n  did you mean 'drums.wav'?"
    with pytest.raises(PlanRefused) as caught:
        check_choice(plan_of(Shot(source=Noise()), sound="nowhere/all.wav"))
    assert str(caught.value) == "there is no sound file nowhere/all.wav\n  --sound takes a sound file, or none"
