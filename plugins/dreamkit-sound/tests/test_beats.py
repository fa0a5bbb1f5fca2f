"""Beats are found where they are, none is made up, and the schedule leaps and falls as it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from dreamkit_sound import BadSound, Beats
from dreamkit_sound.onsets import onsets
from dreamkit_sound.sound import read_sound

from dreamkit.errors import InvalidValue
from dreamkit.schedules import Clock
from dreamkit.testing import check_part

RATE = 44_100
TIMES = np.array([0.2, 0.713, 1.117, 1.25, 2.049, 2.5, 3.333])


def found(path: Path, from_hertz: float = 20, to_hertz: float = 20_000, threshold: float = 0.1) -> np.ndarray:
    return onsets(read_sound(path), from_hertz, to_hertz, threshold)


def check_found(beats: np.ndarray, times: np.ndarray) -> None:
    """Each within 20 ms, and none extra."""
    assert len(beats) == len(times), beats
    assert np.abs(beats - times).max() <= 0.02


def drum(hertz: float, seconds: float = 0.3) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    return np.sin(2 * np.pi * hertz * time) * np.exp(-time / 0.08)


def rhythm(times: np.ndarray, drum: np.ndarray, seconds: float = 4.0) -> np.ndarray:
    track = np.zeros(round((seconds + 1) * RATE))
    for time in times:
        track[round(time * RATE) :][: len(drum)] += drum
    return track[: round(seconds * RATE)]


@pytest.mark.parametrize("rate", [8000, 44_100, 48_000])
def test_clicks(write: Callable[..., Path], clicks: Callable[..., np.ndarray], rate: int) -> None:
    check_found(found(write(clicks(TIMES, 4, rate), rate=rate)), TIMES)


@pytest.mark.parametrize("name", ["a.mp3", "a.ogg"])
def test_clicks_in_packed_sound(write: Callable[..., Path], clicks: Callable[..., np.ndarray], name: str) -> None:
    check_found(found(write(clicks(TIMES, 4), name)), TIMES)


def test_drums_over_a_chord_and_some_noise(write: Callable[..., Path]) -> None:
    time = np.arange(4 * RATE) / RATE
    chord = 0.05 * sum(np.sin(2 * np.pi * hertz * time) for hertz in (220, 277, 330))
    noise = 0.005 * np.random.default_rng(0).standard_normal(len(time))
    check_found(found(write(0.4 * rhythm(TIMES, drum(90)) + (chord + noise) * np.minimum(1, time / 0.5))), TIMES)


def test_soft_beats_among_loud_ones(write: Callable[..., Path], clicks: Callable[..., np.ndarray]) -> None:
    path = write(clicks(TIMES[::2], 4) + 0.25 * clicks(TIMES[1::2], 4))
    check_found(found(path), TIMES)
    check_found(found(path, threshold=0.5), TIMES[::2])


def test_a_band_hears_its_own_drum(write: Callable[..., Path]) -> None:
    low, high = np.arange(0.1, 4, 0.5), np.arange(0.35, 4, 0.5)
    path = write(0.4 * rhythm(low, drum(60)) + 0.2 * rhythm(high, drum(5000)))
    check_found(found(path, 20, 150, 0.3), low)
    check_found(found(path, 3000, 8000, 0.3), high)
    check_found(found(path), np.sort(np.concatenate([low, high])))


def test_what_only_rustles_or_hums_has_one_beginning(write: Callable[..., Path]) -> None:
    noise = 0.2 * np.random.default_rng(3).standard_normal(4 * RATE)
    hum = 0.5 * np.sin(2 * np.pi * 100 * np.arange(4 * RATE) / RATE)
    assert found(write(noise)).tolist() == [0]
    assert found(write(hum)).tolist() == [0]


def test_it_leaps_at_once_and_falls_with_its_decay(
    write: Callable[..., Path], clicks: Callable[..., np.ndarray]
) -> None:
    path = write(clicks([0.5, 2.0], 3))
    first, second = found(path)
    beats = Beats(path, 1, 5, decay=0.25)
    times = [0, first - 0.001, first, first + 0.25, first + 0.5, second - 0.001, second, second + 0.25]
    values = [beats.at(Clock(film_seconds=time)) for time in times]
    left = np.exp(-(second - 0.001 - first) / 0.25)
    expected = [0, 0, 1, np.exp(-1), np.exp(-2), left, 1, np.exp(-1)]
    assert values == pytest.approx([1 + 4 * height for height in expected])


def test_the_contract_is_kept(write: Callable[..., Path], clicks: Callable[..., np.ndarray]) -> None:
    path = write(clicks([0.5], 1))
    check_part(Beats(path, 1, 3, decay=0.1, from_hertz=30, to_hertz=200))
    check_part(Beats(path, start=-2, along="shot", threshold=0.5))


def test_a_sound_without_a_beat_and_a_band_that_is_none(write: Callable[..., Path]) -> None:
    path = write(np.zeros(RATE))
    with pytest.raises(BadSound, match=r"^sound.wav has no beat\n"):
        Beats(path).at(Clock())
    with pytest.raises(InvalidValue) as caught:
        Beats(path, from_hertz=100, to_hertz=110)
    assert caught.value.what == "Beats listens to a band at least 25 Hz wide, and 100 to 110 came"


@pytest.mark.parametrize("samples", [1, 2, 100, 1000, 3000])
def test_the_shortest_sounds_are_no_trouble(write: Callable[..., Path], samples: int) -> None:
    path = write(np.full(samples, 0.5))
    assert Beats(path, decay=1).at(Clock()) == 1
