"""The sound in the film: whole, in time, and with the pictures and the note left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from dreamkit_sound import Beats
from dreamkit_sound.film import carry
from films import NOTE, heard, packets, plan_of, pulsing, rings, silent_film

from dreamkit import Clip, Noise, Shot
from dreamkit.errors import BadOutput
from dreamkit.render.endings import note_in

Write = Callable[..., Path]
Clicks = Callable[..., np.ndarray]


@pytest.mark.parametrize("ending", ["mp4", "mov", "webm", "MP4"])
@pytest.mark.parametrize("rate", [44_100, 8000])
def test_it_is_in_time_and_nothing_else_changes(
    write: Write, clicks: Clicks, tmp_path: Path, ending: str, rate: int
) -> None:
    times = [0.0, 0.4, 1.05, 1.9]
    plan = plan_of(pulsing(Beats(write(clicks(times, 3, rate), rate=rate))))
    path = silent_film(plan, tmp_path / f"film.{ending}")
    before = packets(path)
    carry(plan, path)
    assert packets(path) == before
    assert note_in(path) == NOTE
    assert rings(path) == pytest.approx(times, abs=0.002)
    samples, rate = heard(path)
    assert 0 <= samples.shape[1] / rate - 2.0 < 0.025
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".film")] == []


def test_stereo_stays_stereo_and_five_channels_become_one(write: Write, clicks: Clicks, tmp_path: Path) -> None:
    click = clicks([0.5], 2)
    left = write(np.stack([click, 0 * click], axis=1), "left.wav")
    path = silent_film(plan := plan_of(pulsing(Beats(left))), tmp_path / "film.mp4")
    carry(plan, path)
    loudest = np.abs(heard(path)[0]).max(axis=1)
    assert loudest[0] > 0.5 > 0.01 > loudest[1]
    many = write(np.stack([click] * 5, axis=1), "many.wav")
    path = silent_film(plan := plan_of(pulsing(Beats(many))), tmp_path / "film.mp4")
    carry(plan, path)
    assert rings(path) == pytest.approx([0.5], abs=0.002)


@pytest.mark.parametrize(("start", "expected"), [(0.5, [0.2, 1.1]), (-0.25, [0.95, 1.85])])
def test_a_sound_that_starts_elsewhere(
    write: Write, clicks: Clicks, tmp_path: Path, start: float, expected: list[float]
) -> None:
    plan = plan_of(pulsing(Beats(write(clicks([0.7, 1.6], 4)), start=start)))
    path = silent_film(plan, tmp_path / "film.mp4")
    carry(plan, path)
    assert rings(path) == pytest.approx(expected, abs=0.002)


@pytest.mark.parametrize("name", ["film.gif", "frames/"])
def test_what_cannot_carry_sound_is_left_alone(write: Write, clicks: Clicks, tmp_path: Path, name: str) -> None:
    plan = plan_of(pulsing(Beats(write(clicks([0.5], 2))), 0.5))
    path = silent_film(plan, tmp_path / name)
    before = path.stat()
    carry(plan, path)
    assert path.stat() == before


def test_a_film_that_follows_no_sound_is_left_alone(tmp_path: Path) -> None:
    plan = plan_of(Shot(source=Noise(), seconds=0.5))
    path = silent_film(plan, tmp_path / "film.mp4")
    before = path.read_bytes()
    carry(plan, path)
    assert path.read_bytes() == before


def test_a_film_that_cannot_be_read_stays_as_it_is(write: Write, clicks: Clicks, tmp_path: Path) -> None:
    plan = plan_of(pulsing(Beats(write(clicks([0.5], 3)))))
    path = tmp_path / "film.mp4"
    path.write_bytes(b"no film at all" * 100)
    with pytest.raises(BadOutput) as caught:
        carry(plan, path)
    assert str(caught.value).startswith(f"{path} cannot be given its sound: ")
    assert path.read_bytes() == b"no film at all" * 100
    assert sorted(file.name for file in tmp_path.iterdir()) == ["film.mp4", "sound.wav"]


def test_a_clip_keeps_its_sound(write: Write, clicks: Clicks, tmp_path: Path) -> None:
    heard_plan = plan_of(pulsing(Beats(write(clicks([0.4, 1.6], 2)))))
    clip = silent_film(heard_plan, tmp_path / "clip.mp4")
    assert carry(plan := plan_of(Shot(source=Clip(clip))), silent := silent_film(plan, tmp_path / "a.mp4")) == ""
    assert len(packets(silent)) == 24
    carry(heard_plan, clip)
    path = silent_film(plan := plan_of(Shot(source=Clip(clip, start=0.25))), tmp_path / "film.mp4")
    assert carry(plan, path) == ""
    assert rings(path) == pytest.approx([0.15, 1.35], abs=0.002)
    fast = silent_film(plan := plan_of(Shot(source=Clip(clip, speed=2))), tmp_path / "fast.mp4")
    before = fast.read_bytes()
    assert carry(plan, fast) == ""
    assert fast.read_bytes() == before
