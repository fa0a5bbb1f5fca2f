"""Sounds of every kind are read alike; what is none is a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from dreamkit_sound import BadSound, Beats, Loudness, seconds_of
from dreamkit_sound.sound import read_sound
from dreamkit_sound.spectrum import levels

from dreamkit.errors import DreamkitError
from dreamkit.schedules import Clock

SECOND = np.arange(44_100) / 44_100
TONE = 0.1 * np.sin(2 * np.pi * 440 * SECOND)  # -20 dBFS

KINDS = [("a.wav", "PCM_16"), ("a.wav", "PCM_24"), ("a.wav", "FLOAT"), ("a.wav", "PCM_U8"), ("a.flac", "PCM_24")]
PACKED = [("a.ogg", "VORBIS"), ("a.ogg", "OPUS"), ("a.mp3", "MPEG_LAYER_III")]


def readable(name: str) -> bool:
    return name.rpartition(".")[2].upper() in soundfile.available_formats()


@pytest.mark.parametrize(("name", "subtype"), KINDS + PACKED)
def test_every_kind_is_as_loud_and_as_long(write: Callable[..., Path], name: str, subtype: str) -> None:
    if not readable(name):
        pytest.skip("this libsndfile was built without it")
    rate = 48_000 if subtype == "OPUS" else 44_100
    path = write(np.tile(TONE, 2), name, rate, subtype=subtype)
    sound = read_sound(path)
    middle = levels(sound, 20, 20_000)[20:150]
    assert np.abs(middle + 20).max() < (0.7 if subtype == "PCM_U8" else 0.2)
    assert sound.rate == rate
    assert seconds_of(path) == pytest.approx(sound.seconds, abs=0.001) == pytest.approx(88_200 / rate, abs=0.001)


@pytest.mark.parametrize("rate", [8000, 11_025, 22_050, 48_000, 96_000])
def test_every_rate_is_as_loud(write: Callable[..., Path], rate: int) -> None:
    tone = 0.1 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
    found = levels(read_sound(write(tone, rate=rate)), 20, 20_000)
    assert len(found) == 100
    assert np.abs(found[5:-5] + 20).max() < 0.1


def test_channels_are_mixed_unless_they_are_wanted(write: Callable[..., Path]) -> None:
    path = write(np.stack([TONE, 0 * TONE], axis=1), subtype="FLOAT")
    np.testing.assert_allclose(read_sound(path).samples[:, 0], TONE / 2, atol=1e-7)
    np.testing.assert_allclose(read_sound(path, mixed=False).samples[:, 0], TONE, atol=1e-7)


def test_a_changed_file_is_read_again(write: Callable[..., Path]) -> None:
    halves = np.concatenate([TONE, 0 * TONE])
    loud = Loudness(write(halves))
    before = loud.at(Clock(film_seconds=0.5))
    write(np.concatenate([0 * TONE, TONE, TONE]))
    assert (before, loud.at(Clock(film_seconds=0.5))) == (pytest.approx(1, abs=1e-3), 0)


def refusal(path: Path | str) -> str:
    with pytest.raises(DreamkitError) as caught:
        Beats(path).at(Clock())
    lines = str(caught.value).splitlines()
    assert lines[1].startswith("  asked by Beats(")
    assert "test_reading.py:" in lines[1]
    return "\n".join([lines[0], *lines[2:]])


def test_a_file_that_is_not_there(write: Callable[..., Path], tmp_path: Path) -> None:
    write(TONE, "drums.wav")
    assert refusal(tmp_path / "drum.wav") == f"there is no sound file {tmp_path}/drum.wav\n  did you mean 'drums.wav'?"
    assert refusal("nowhere/at/all.wav") == "there is no sound file nowhere/at/all.wav"


def test_a_folder_and_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.wav").touch()
    assert refusal(tmp_path) == f"{tmp_path} is a folder, and a sound file was wanted"
    assert refusal(tmp_path / "empty.wav") == f"{tmp_path}/empty.wav is empty"


def test_a_file_that_is_no_sound(tmp_path: Path) -> None:
    (tmp_path / "poem.wav").write_text("Shall I compare thee to a summer's day?")
    assert refusal(tmp_path / "poem.wav") == (
        f"{tmp_path}/poem.wav cannot be read as a sound: Format not recognised\n"
        "  it can be wav, flac, ogg, mp3 or anything else that libsndfile reads"
    )


def test_a_sound_without_samples(write: Callable[..., Path]) -> None:
    path = write(TONE[:0])
    assert refusal(path) == f"{path} holds no sound, not a single sample"
    assert seconds_of(path) == 0


def test_a_sound_of_no_numbers(write: Callable[..., Path]) -> None:
    path = write(np.where(SECOND < 0.5, TONE, np.nan), subtype="FLOAT")
    assert refusal(path) == f"{path} is damaged: it holds samples that are no numbers"


def test_a_silent_sound(write: Callable[..., Path]) -> None:
    path = write(0 * TONE)
    assert refusal(path) == "sound.wav has no beat\n  a lower threshold hears softer ones"
    with pytest.raises(BadSound) as caught:
        Loudness(path).at(Clock())
    assert caught.value.what == "sound.wav is silent from beginning to end"


def test_a_cut_off_file_is_read_as_far_as_it_goes(write: Callable[..., Path]) -> None:
    path = write(TONE)
    path.write_bytes(path.read_bytes()[:44_144])
    assert read_sound(path).seconds == pytest.approx(0.5, abs=0.01)


def test_what_is_no_file_name_and_no_clock_of_seconds(write: Callable[..., Path]) -> None:
    with pytest.raises(DreamkitError) as caught:
        Loudness(3)  # type: ignore[arg-type]
    assert caught.value.what == "Loudness.path is the name of a sound file, and 3 came"
    with pytest.raises(DreamkitError) as caught:
        Loudness("a.wav", along="steps")
    assert caught.value.what == "a sound runs along the film or the shot, and 'steps' came"
