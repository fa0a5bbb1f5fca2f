"""`dreamkit render` as it is typed: what it writes, what it says, and what becomes of a film that is stopped."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from dreamkit.cli import main
from dreamkit.cli.context import Context
from dreamkit.errors import PlanRefused
from dreamkit.hookspecs import hookimpl
from dreamkit.plan import Plan

RECIPES = '''
"""Small enough for a test."""

import os, signal, time
from dataclasses import dataclass

from dreamkit import Ascent, Clamp, Colour, Film, Jitter, Layer, Net, Noise, Octaves, Shot, Source, Zoom, recipe


@dataclass(frozen=True)
class Grain(Source):
    """Noise that takes its time, and presses Ctrl-C where it is told to."""

    seconds_each: float = 0.0

    @property
    def moves(self):
        return True

    def frame(self, seconds, size, seed):
        time.sleep(self.seconds_each)
        for _ in range(int(os.environ.get("PRESS", 0)) if seconds >= 0.5 else 0):
            signal.raise_signal(signal.SIGINT)
        return Noise(contrast=0.2).frame(seconds, size, seed)


def climb(**fields):
    return Shot(
        net=Net("tiny"),
        objective=Layer("relu1"),
        regularizer=Octaves(2) | Jitter(2) | Clamp(),
        optimizer=Ascent(steps=2, rate=0.02),
        **fields,
    )


@recipe(size=(32, 48), fps=8)
def still(contrast: float = 0.2) -> Film:
    """One picture."""
    return Film(climb(source=Noise(contrast)))


@recipe(size=(32, 48), fps=8)
def film(seconds: float = 1.0) -> Film:
    """A short fall."""
    return Film(climb(source=Noise(), motion=Zoom(1.5), seconds=seconds))


@recipe(size=(32, 48), fps=8)
def slow(each: float = 0.0) -> Film:
    """A film that can be stopped."""
    return Film(climb(source=Grain(each), motion=Zoom(1.5), seconds=2.0))
'''


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the recipes in it, and a cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DREAMKIT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "small.py").write_text(RECIPES)
    return tmp_path


@pytest.fixture
def dreamkit(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Result]:
    """Runs a command line."""

    def run(line: str) -> Result:
        words = shlex.split(line)
        monkeypatch.setattr(sys, "argv", ["dreamkit", *words])
        result = CliRunner().invoke(main, words)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def stored(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / ".dreamkit").rglob("*.png")}


def size_of(picture: Path) -> tuple[int, int]:
    with Image.open(picture) as image:
        return image.size


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_still_becomes_a_png_and_a_film_an_mp4(dreamkit: Callable[[str], Result], here: Path) -> None:
    assert dreamkit("render small.py:still").stdout.startswith("still.png: 1 picture, ")
    assert size_of(here / "still.png") == (48, 32)
    assert dreamkit("render small.py:film seconds=0.5").stdout.startswith("film.mp4: 4 frames, ")
    assert (here / "film.mp4").stat().st_size > 1000


def test_what_is_stored_is_not_painted_again_unless_it_shall_be(dreamkit: Callable[[str], Result], here: Path) -> None:
    dreamkit("render small.py:film -o a")
    before = stored(here)
    assert len(before) == 8
    assert dreamkit("render small.py:film -o b/").stdout.startswith("b: 8 frames (all stored before), ")
    assert dreamkit("render small.py:film seconds=1.5 -o b").stdout.startswith("b: 12 frames (8 stored before), ")
    times = {file: file.stat().st_mtime_ns for file in (here / ".dreamkit").rglob("*.png")}
    assert dreamkit("render small.py:film -o b --fresh").stdout.startswith("b: 8 frames, ")
    again = {file for file, stamp in times.items() if file.stat().st_mtime_ns != stamp}
    assert {file.name for file in again} == set(before)
    assert {name: stored(here)[name] for name in before} == before
    assert contents(here / "a") == contents(here / "b")


def test_a_preview_is_small_and_has_all_frames(dreamkit: Callable[[str], Result], here: Path) -> None:
    dreamkit("render small.py:film --size 128x96 --preview -o a")
    assert len(list((here / "a").glob("*.png"))) == 8
    assert size_of(here / "a" / "frame_00000.png") == (32, 24)


def test_quiet_says_nothing(dreamkit: Callable[[str], Result]) -> None:
    assert dreamkit("render small.py:still -q").output == ""


def test_without_a_terminal_progress_is_lines(
    dreamkit: Callable[[str], Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dreamkit.cli.progress.EVERY", 0.0)
    lines = dreamkit("render small.py:film").stderr.splitlines()
    assert len(lines) == 8 * (2 * 2 + 1)
    assert lines[0].startswith("film: 0 of 8 frames, score 0.")
    assert lines[-1].startswith("film: 8 of 8 frames, score ")


def test_on_a_terminal_progress_is_a_bar(dreamkit: Callable[[str], Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = dreamkit("render small.py:film").stderr
    assert "━" in shown
    assert "8 of 8 frames" in shown


@pytest.mark.parametrize(
    ("line", "sentence"),
    {
        "render small.py:still -o a.mp4": (
            "still is a still, and a.mp4 a film\n  write it to .png, .jpg or .tif, or give its Shot some seconds\n"
        ),
        "render small.py:film --size 47x31": (
            "a .mp4 film needs even sides of at least 16 pixels, and 47x31 came\n  --size 48x32 would work\n"
        ),
        "render small.py:film -o small.py/a.png": (
            "small.py/a.png cannot be written: a file stands where a folder was wanted\n"
        ),
        "render small.py:film --executor moon": "there is no executor 'moon'\n  there are: local\n",
    }.items(),
)
def test_what_cannot_be_is_told_before_anything_is_painted(
    dreamkit: Callable[[str], Result], here: Path, line: str, sentence: str
) -> None:
    result = dreamkit(line)
    assert (result.exit_code, result.stderr, result.stdout) == (2, sentence, "")
    assert not stored(here)


@pytest.fixture
def _ctrl_c_works() -> None:
    """A test run in the background is born deaf to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.usefixtures("_ctrl_c_works")
@pytest.mark.parametrize(("presses", "kept"), [(1, 4), (2, 4)])
def test_ctrl_c_prints_the_line_that_goes_on(
    dreamkit: Callable[[str], Result], here: Path, monkeypatch: pytest.MonkeyPatch, presses: int, kept: int
) -> None:
    monkeypatch.setenv("PRESS", str(presses))
    result = dreamkit("render small.py:slow --fresh -o 'my film.mp4'")
    assert result.exit_code == 130
    assert result.stderr.splitlines()[-1] == (
        "stopped; all finished frames are stored, and this goes on: dreamkit render small.py:slow -o 'my film.mp4'"
    )
    assert len(stored(here)) == kept
    assert not list(here.glob("*.mp4")) + list(here.glob(".*.mp4"))
    monkeypatch.delenv("PRESS")
    line = result.stderr.splitlines()[-1].partition("dreamkit ")[2]
    assert dreamkit(line).stdout.startswith(f"my film.mp4: 16 frames ({kept} stored before), ")


def test_a_film_that_was_killed_goes_on_as_if_nothing_had_been(dreamkit: Callable[[str], Result], here: Path) -> None:
    line = "render small.py:slow each=0.02 -o killed/film -q"
    with subprocess.Popen([sys.executable, "-m", "dreamkit", *shlex.split(line)]) as process:
        # Files are counted and not read: one that is being written has another name a moment later.
        while len(list((here / "killed").rglob("*.png"))) < 5 and process.poll() is None:
            time.sleep(0.002)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert len(stored(here / "killed")) < 16
    assert not (here / "killed" / "film").exists()
    dreamkit(line)
    dreamkit("render small.py:slow each=0.02 -o whole/film -q")
    assert len(contents(here / "whole" / "film")) == 16 + 1
    assert contents(here / "killed" / "film") == contents(here / "whole" / "film")
    assert stored(here / "killed") == stored(here / "whole")


class Busybody:
    """A plugin that fails at every frame, and wants no film of more than a second."""

    @hookimpl
    def film_planned(self, plan: Plan) -> None:
        if plan.frames > 8:
            raise PlanRefused("this plugin has no patience for 16 frames")

    @hookimpl
    def frame_painted(self, frame: int) -> None:
        raise ValueError(f"frame {frame} is ugly")


def test_what_plugins_say_is_heard_once(here: Path) -> None:
    context = Context()
    context.plugins.register(Busybody(), "busybody")
    result = CliRunner().invoke(main, ["render", "small.py:film"], obj=context)
    assert result.exit_code == 0
    assert result.stderr == "the plugin busybody fails in frame_painted: ValueError: frame 0 is ugly\n"
    assert (here / "film.mp4").exists()
    result = CliRunner().invoke(main, ["render", "small.py:film", "seconds=2", "-o", "long.mp4"], obj=context)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "this plugin has no patience for 16 frames" in result.stderr
    assert not (here / "long.mp4").exists()
