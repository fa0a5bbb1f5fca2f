"""Loudness in decibels, bands told apart, and rises and falls that take their time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from dreamkit_sound import BadSound, Band, Loudness
from dreamkit_sound.heard import Heard

from dreamkit.errors import InvalidValue
from dreamkit.schedules import Clock
from dreamkit.testing import check_part

RATE = 44_100


def tone(hertz: float, decibels: float, seconds: float = 1.0) -> np.ndarray:
    """A sine whose top lies so many decibels below 1."""
    return 10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def heard(schedule: Heard, *seconds: float) -> list[float]:
    return [schedule.at(Clock(film_seconds=second)) for second in seconds]


def test_the_parts_keep_the_contract(write: Callable[..., Path]) -> None:
    path = write(tone(440, -20))
    check_part(Loudness(path, 1, 2, floor=-30, attack=0, release=1, start=-0.5, along="shot"))
    check_part(Band(path, from_hertz=300, to_hertz=500))


def test_loudness_goes_with_the_decibels(write: Callable[..., Path]) -> None:
    path = write(np.concatenate([tone(440, level) for level in (-10, -30, -20, -50, -70)]))
    assert heard(Loudness(path, release=0.05), 0.5, 1.5, 2.5, 3.5, 4.5) == pytest.approx([1, 0.5, 0.75, 0, 0], abs=0.01)
    assert heard(Loudness(path, 2, 6, release=0.05, floor=-80), 1.5, 4.5) == pytest.approx([5, 3], abs=0.02)
    assert heard(Loudness(path, 1, 0, release=0.05), 0.5, 1.5) == pytest.approx([0, 0.5], abs=0.01)


def test_a_sound_is_as_loud_in_its_files_whole_as_half_as_loud(write: Callable[..., Path]) -> None:
    samples = np.concatenate([tone(300, -10), tone(300, -25)])
    whole, half = Loudness(write(samples, "a.wav")), Loudness(write(samples / 2, "b.wav"))
    assert heard(half, 0.3, 1.7) == pytest.approx(heard(whole, 0.3, 1.7), abs=1e-3)


def test_bands_are_told_apart(write: Callable[..., Path]) -> None:
    path = write(np.concatenate([tone(220, -10), tone(2000, -10), tone(220, -10) + tone(2000, -30)]))
    low = Band(path, from_hertz=150, to_hertz=300, release=0.02)
    high = Band(path, from_hertz=1500, to_hertz=3000, release=0.02)
    assert heard(low, 0.5, 1.5, 2.5) == pytest.approx([1, 0, 1], abs=0.01)
    assert heard(high, 0.5, 1.5, 2.5) == pytest.approx([0, 1, 0.5], abs=0.01)


def test_attack_and_release_are_time_constants(write: Callable[..., Path]) -> None:
    path = write(np.concatenate([0 * tone(440, 0), tone(440, 0, 2), 0 * tone(440, 0, 2)]))
    slow = Loudness(path, attack=0.3, release=0.5)
    assert heard(slow, 0.9, 1.3, 1.6, 2.9) == pytest.approx([0, 1 - np.exp(-1), 1 - np.exp(-2), 1], abs=0.03)
    assert heard(slow, 3.5, 4.0) == pytest.approx([np.exp(-1), np.exp(-2)], abs=0.03)
    assert heard(Loudness(path, attack=0, release=0), 0.95, 1.05, 2.95, 3.05) == pytest.approx([0, 1, 1, 0], abs=0.01)


def test_before_and_after_the_sound_it_rests(write: Callable[..., Path]) -> None:
    path = write(tone(440, -10))
    loud = Loudness(path, 3, 5, release=0.1, start=-1)
    assert heard(loud, 0, 0.99, 1.5, 10) == pytest.approx([3, 3, 5, 3], abs=1e-3)
    last, later = (height - 3 for height in heard(loud, 2.0, 2.1))
    assert later / last == pytest.approx(np.exp(-1), abs=0.02)


def test_it_runs_along_the_film_from_its_start_or_along_the_shot(write: Callable[..., Path]) -> None:
    path = write(np.concatenate([0 * tone(440, 0), tone(440, 0)]))
    clock = Clock(seconds=0.2, film_seconds=1.2)
    assert Loudness(path).at(clock) > 0.99
    assert Loudness(path, along="shot").at(clock) == 0
    assert Loudness(path, along="shot", start=1).at(clock) > 0.99


def test_between_its_hops_it_goes_straight(write: Callable[..., Path]) -> None:
    path = write(np.concatenate([0 * tone(440, 0), tone(440, 0)]))
    one, between, other = heard(Loudness(path, attack=0.1), 1.1, 1.1025, 1.11)
    assert one < between < other
    assert between == pytest.approx(0.75 * one + 0.25 * other)


def test_bands_that_are_none_are_refused(write: Callable[..., Path]) -> None:
    with pytest.raises(InvalidValue) as caught:
        Band("a.wav", from_hertz=200, to_hertz=100)
    assert caught.value.what == "Band listens to a band at least 25 Hz wide, and 200 to 100 came"
    path = write(tone(440, 0)[: RATE // 2], rate=8000)
    with pytest.raises(BadSound) as raised:
        Band(path, from_hertz=5000, to_hertz=9000).at(Clock())
    assert raised.value.what == "sound.wav holds nothing from 5000 Hz on"
    assert raised.value.hint == "its 8000 samples a second end at 4000 Hz"


def test_a_band_that_is_silent_is_said_to_be(write: Callable[..., Path]) -> None:
    path = write(tone(440, -20) * np.hanning(RATE), subtype="FLOAT")
    with pytest.raises(BadSound) as caught:
        Band(path, from_hertz=15_000, to_hertz=16_000).at(Clock())
    assert caught.value.what == "sound.wav is silent from beginning to end between 15000 and 16000 Hz"
