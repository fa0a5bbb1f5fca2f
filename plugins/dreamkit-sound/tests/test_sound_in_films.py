"""The sound in the film: whole, in time, and with the pictures and the note left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from dreamkit_sound import Band, Beats, Loudness
from dreamkit_sound.film import NotAllSound, carry
from dreamkit_sound.track import Track, tracks

from dreamkit import Film, Noise, Shot, Zoom
from dreamkit.errors import BadOutput
from dreamkit.plan import Plan, make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.endings import note_in, output_at

FPS = 12
NOTE = "made by a test, é " * 5000

Write = Callable[..., Path]
Clicks = Callable[..., np.ndarray]


def plan_of(*shots: Shot, fps: float = FPS, dissolve: float = 0) -> Plan:
    plugins = Plugins([])
    plugins.register(__import__("dreamkit_sound.plugin").plugin, "sound", "dreamkit_sound")
    film = Film(*shots, dissolve=dissolve)
    return make_plan(film, name="test", size=(32, 48), fps=fps, seed=0, registry=Registry(plugins))


def pulsing(schedule: Beats | Band | Loudness, seconds: float = 2.0) -> Shot:
    return Shot(source=Noise(), motion=Zoom(per_second=1 + schedule), seconds=seconds)


def silent_film(plan: Plan, path: Path) -> Path:
    rng = np.random.default_rng(0)
    with output_at(str(path)).opened(plan, NOTE) as put:
        for _ in range(plan.frames):
            put(rng.random((*plan.size, 3)).astype(np.float32))
    return path


def packets(path: Path) -> list[tuple[int, bytes]]:
    """The packed pictures of a film, with their times."""
    with av.open(str(path)) as film:
        return [(packet.pts, bytes(packet)) for packet in film.demux(video=0) if packet.size]


def heard(path: Path) -> tuple[np.ndarray, int]:
    """The sound of a film, (channels, samples) from its first moment on, and its rate."""
    with av.open(str(path)) as film:
        frames = list(film.decode(audio=0))
    assert frames[0].pts == 0
    return np.concatenate([frame.to_ndarray() for frame in frames], axis=1), frames[0].sample_rate


def rings(path: Path) -> list[float]:
    """When a film clicks, in seconds."""
    samples, rate = heard(path)
    loud = np.flatnonzero(np.abs(samples).max(axis=0) > 0.25) / rate
    return [float(time) for index, time in enumerate(loud) if not index or time - loud[index - 1] > 0.05]


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
