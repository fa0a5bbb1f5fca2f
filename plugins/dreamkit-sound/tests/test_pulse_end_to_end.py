"""A film whose zoom follows the beat, from the command line: the pictures leap when the sound does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from click.testing import CliRunner
from dreamkit_sound import Beats
from films import rings
from PIL import Image

from dreamkit.cli import main
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.schedules import Clock

FPS = 20
TIMES = [0.42, 1.0, 1.33]

RECIPE = '''
"""A tunnel of rings that leaps with a sound."""

from pathlib import Path

from dreamkit import Film, Photo, Shot, Zoom, recipe
from dreamkit_sound import Beats


@recipe(size=(128, 128), fps=20)
def rings(sound: Path = Path("sound.wav"), seconds: float = 2.0) -> Film:
    """Leap with every beat."""
    zoom = Zoom(per_second=Beats(sound, 1, 8, decay=0.15))
    return Film(Shot(source=Photo(Path("rings.png")), motion=zoom, seconds=seconds))
'''

WAVES = 9  # rings for each time that the distance from the middle grows by e


def ring_waves() -> tuple[np.ndarray, np.ndarray]:
    """Rings that look the same at any zoom, but for how far their waves have come, and the distance: (128, 128)."""
    y, x = np.mgrid[:128, :128] - 63.5
    distance = np.hypot(x, y)
    return np.exp(1j * WAVES * np.log(distance)), distance


def zooms(path: Path) -> np.ndarray:
    """By which logarithm each frame of a film is larger than the one before it, the first one's 0: (frames,)."""
    waves, distance = ring_waves()
    place = np.clip(np.log(distance / 12) / np.log(60 / 12), 0, 1)
    weights = np.sin(np.pi * place) ** 2 / distance**2
    with av.open(str(path)) as film:
        grey = [frame.to_ndarray(format="rgb24").mean(axis=-1) for frame in film.decode(video=0)]
    flat = [picture - np.average(picture, weights=weights) for picture in grey]
    phases = np.unwrap([np.angle((picture * weights * np.conj(waves)).sum()) for picture in flat])
    return np.diff(-phases / WAVES, prepend=-phases[0] / WAVES)


@pytest.fixture
def here(folder: Path, write: Callable[..., Path], clicks: Callable[..., np.ndarray]) -> Path:
    """A folder with the recipe, its picture and its sound."""
    write(clicks(TIMES, 2.5))
    (folder / "rings.py").write_text(RECIPE)
    picture = np.uint8(127.5 + 100 * ring_waves()[0].real)
    Image.fromarray(picture).convert("RGB").save(folder / "rings.png")
    return folder


def test_the_zoom_follows_the_beat_and_the_sound_is_in_time(here: Path) -> None:
    result = CliRunner().invoke(main, ["render", "rings.py", "-o", "rings.mp4"])
    assert result.exit_code == 0, result.output
    assert "fails" not in result.output
    grown = zooms(here / "rings.mp4")
    beats = Beats(here / "sound.wav", 1, 8, decay=0.15)
    expected = [np.log(beats.at(Clock(film_seconds=frame / FPS))) / FPS for frame in range(2 * FPS)]
    np.testing.assert_allclose(grown[1:], expected[1:], atol=0.01)
    leaps = np.flatnonzero(np.diff(grown) > 0.04) + 1
    sounds = rings(here / "rings.mp4")
    assert len(leaps) == len(sounds) == len(TIMES)
    assert np.abs(np.array(sounds) - TIMES).max() < 0.002
    assert np.abs(leaps / FPS - sounds).max() <= 1 / FPS


def test_a_missing_sound_stops_the_film_before_its_first_frame(here: Path) -> None:
    result = CliRunner().invoke(main, ["render", "rings.py", "sound=soud.wav"])
    assert result.exit_code == 2
    assert result.output == (
        "there is no sound file soud.wav\n"
        "  asked by Beats('soud.wav', low=1, high=8, decay=0.15), rings.py:13\n"
        "  did you mean 'sound.wav'?\n"
    )
    assert not (here / ".dreamkit").exists()


def test_a_text_that_is_called_a_sound_stops_the_film_too(here: Path) -> None:
    (here / "poem.wav").write_text("It was a dark and stormy night.")
    result = CliRunner().invoke(main, ["render", "rings.py", "sound=poem.wav"])
    assert result.exit_code == 2
    assert result.output.splitlines()[0] == "poem.wav cannot be read as a sound: Format not recognised"
    assert not (here / ".dreamkit").exists()


def test_a_sound_that_ends_early_is_told_once_the_film_is_there(here: Path) -> None:
    result = CliRunner().invoke(main, ["render", "rings.py", "seconds=3", "-o", "rings.mp4", "-q"])
    assert result.exit_code == 0
    assert result.output == (
        "the plugin sound says: rings.mp4 carries sound.wav, which ends 2.5 s into its 3 s; "
        "what follows the sound rests from there on\n"
    )
    assert len(rings(here / "rings.mp4")) == len(TIMES)


def test_the_command_line_chooses_the_sound_and_again_repeats_it(here: Path, clicks: Callable[..., np.ndarray]) -> None:
    import soundfile

    soundfile.write(here / "other.wav", clicks([0.7], 2.5), 44_100)
    help_text = CliRunner().invoke(main, ["render", "--help"]).output
    assert "Options of the plugin sound:\n  --sound FILE  Which sound the film carries, or none;" in help_text
    for words in (["render", "rings.py", "--sound", "other.wav", "-o", "a.mp4"], ["again", "a.mp4", "-o", "b.mp4"]):
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, result.output
        assert rings(here / words[-1]) == pytest.approx([0.7], abs=0.002)
    assert (here / "a.mp4").read_bytes() == (here / "b.mp4").read_bytes()
    assert CliRunner().invoke(main, ["again", "a.mp4", "-o", "c.mp4", "--sound", "none"]).exit_code == 0
    with av.open(str(here / "c.mp4")) as film:
        assert not film.streams.audio


def test_a_choice_that_is_not_there_stops_the_film(here: Path) -> None:
    result = CliRunner().invoke(main, ["render", "rings.py", "--sound", "soud.wav"])
    assert (result.exit_code, result.output) == (2, "there is no sound file soud.wav\n  did you mean 'sound.wav'?\n")
    assert not (here / ".dreamkit").exists()


def test_the_page_s_recipe_is_planned(here: Path) -> None:
    page = (Path(__file__).parents[1] / "README.md").read_text()
    (here / "leaps.py").write_text(page.split("```python\n")[1].split("```")[0])
    result = CliRunner().invoke(main, ["plan", "leaps.py", "photo=rings.png", "sound=sound.wav"])
    assert result.exit_code == 0, result.output
    assert "60 frames" in result.output


def test_without_the_plugin_its_name_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DREAMKIT_PLUGINS", "")
    result = CliRunner().invoke(main, ["render", "rings.py"])
    assert result.exit_code == 2
    assert result.output.splitlines()[0] == "the part 'dreamkit_sound:Beats' cannot be used"


def test_it_registers_without_trouble(folder: Path) -> None:
    registry = Registry(Plugins())
    loaded = registry.plugins.of_package("dreamkit_sound")
    assert loaded is not None
    assert registry.plugins.options
    assert (loaded.brings, loaded.trouble) == (["Band", "Beats", "Loudness", "option --sound"], "")


def test_loading_it_wakes_nothing_heavy() -> None:
    heavy = ("keras", "tensorflow", "jax", "torch", "av", "soundfile", "scipy")
    code = f"import sys, dreamkit_sound.plugin; print([name for name in {heavy} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
