"""Options of plugins on the command line: shown, given, written into the film, and given again."""

from __future__ import annotations

import importlib.metadata
import json
import shlex
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from dreamkit.cli.context import Context
from dreamkit.cli.main import main
from dreamkit.hookspecs import hookimpl
from dreamkit.plugins import Plugins

RECIPE = '''
from dreamkit import Colour, Film, Shot, recipe


@recipe(size=(16, 16))
def plain(red: float = 0.5) -> Film:
    """One colour."""
    return Film(Shot(source=Colour(red)))
'''


def glow() -> Any:
    """A plugin with options, which says at the end what they were."""
    module: Any = types.ModuleType("glow")
    module.register_options = hookimpl(
        lambda: [
            click.Option(["--glow"], type=float, default=1.0, envvar="GLOW", show_default=True, help="How bright."),
            click.Option(["--shout/--whisper"], help="How loud."),
        ]
    )
    module.film_encoded = hookimpl(lambda plan, path: f"{path}, {plan.options['glow']}")
    return module


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DREAMKIT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "plain.py").write_text(RECIPE)
    return tmp_path


Run = Callable[..., Result]


@pytest.fixture
def dreamkit() -> Run:
    """Runs a command line with the plugin, or others."""

    def run(line: str, **others: Any) -> Result:
        context, plugins = Context(), Plugins(only=())
        plugins.left_out = []
        for name, plugin in (others or {"glow": glow()}).items():
            plugins.register(plugin, name)
        context.plugins = plugins
        result = CliRunner().invoke(main, shlex.split(line), obj=context)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.mark.parametrize("command", ["render", "plan", "again"])
def test_they_have_a_section_in_the_help(dreamkit: Run, command: str) -> None:
    own, section = dreamkit(f"{command} --help").output.split("Options of the plugin glow:\n")
    assert section.splitlines()[:2] == [
        "  --glow FLOAT         How bright.  [default: 1.0]",
        "  --shout / --whisper  How loud.",
    ]
    assert "-h, --help" in own
    assert "Options of" not in dreamkit("check --help").output


def test_moments_hear_what_was_given(dreamkit: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert dreamkit("render plain.py -q").stderr == ("the plugin glow says: plain.png, {'glow': 1.0, 'shout': False}\n")
    assert dreamkit("render plain.py -q --glow 2 --shout").stderr == (
        "the plugin glow says: plain.png, {'glow': 2.0, 'shout': True}\n"
    )
    monkeypatch.setenv("GLOW", "3")
    assert dreamkit("render plain.py -q").stderr == ("the plugin glow says: plain.png, {'glow': 3.0, 'shout': False}\n")
    assert json.loads(dreamkit("plan plain.py --glow 4 --json").output)["options"] == {
        "glow": {"glow": 4.0, "shout": False}
    }


def test_again_repeats_them_unless_it_is_told_otherwise(dreamkit: Run) -> None:
    dreamkit("render plain.py -q --glow 2 --shout")
    said = json.loads(dreamkit("inspect plain.png --json").output)
    assert said["options"] == {"glow": {"glow": "2", "shout": True}}
    assert "options   glow=2 (glow), shout=yes (glow)\n" in dreamkit("inspect plain.png").output
    assert dreamkit("again plain.png -q").stderr == (
        "the plugin glow says: plain-again.png, {'glow': 2.0, 'shout': True}\n"
    )
    assert dreamkit("again plain.png -q --whisper -o b.png").stderr == (
        "the plugin glow says: b.png, {'glow': 2.0, 'shout': False}\n"
    )
    assert json.loads(dreamkit("inspect b.png --json").output)["options"] == {"glow": {"glow": "2", "shout": False}}


def test_again_without_the_plugin_says_so(dreamkit: Run) -> None:
    dreamkit("render plain.py -q --glow 2")
    result = dreamkit("again plain.png -q", other=types.ModuleType("other"))
    assert result.exit_code == 0
    assert result.stderr == "it was made with glow=2 of the plugin glow, which has no such option here\n"


def test_a_wrong_word_stops_before_the_first_frame(dreamkit: Run, here: Path) -> None:
    result = dreamkit("render plain.py --glow much")
    assert (result.exit_code, result.output) == (
        2,
        "Invalid value for '--glow': 'much' is not a valid float\n  the plugin glow brings --glow\n",
    )
    assert not (here / ".dreamkit").exists()


def test_options_do_not_change_frames(dreamkit: Run) -> None:
    dreamkit("render plain.py -q")
    assert "1 picture (all stored before)" in dreamkit("render plain.py --glow 2").output


def test_a_broken_plugin_s_option_is_unknown_and_the_rest_goes_on(dreamkit: Run) -> None:
    def broken() -> Any:
        raise RuntimeError("no power")

    module: Any = types.ModuleType("broken")
    module.register_options = hookimpl(broken)
    result = dreamkit("render plain.py -q", broken=module, glow=glow())
    assert (result.exit_code, result.stderr) == (
        0,
        "the plugin glow says: plain.png, {'glow': 1.0, 'shout': False}\n",
    )
    result = dreamkit("render plain.py --glimmer 3", broken=module)
    assert result.exit_code == 2
    assert result.stderr.endswith(
        "\n  it may be an option of a plugin that is left out or in trouble: broken; `dreamkit plugins` says more\n"
    )


def test_plugins_are_listed_with_their_options(dreamkit: Run) -> None:
    module: Any = types.ModuleType("greedy")
    module.register_options = hookimpl(lambda: [click.Option(["--size"])])
    assert dreamkit("plugins", glow=glow(), greedy=module).output.splitlines()[-4:] == [
        "glow",
        "  brings  option --glow, option --shout",
        "greedy",
        "  wrong   there is an option --size already, and a name is given once",
    ]


@pytest.mark.parametrize("line", ["render --no-plugins --help", "render --help --no-plugins", "--no-plugins plan -h"])
def test_without_plugins_none_is_loaded_wherever_it_is_said(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Entry:
        name, value, dist = "glow", "glow", None

        def load(self) -> Any:
            raise AssertionError("it is loaded")

    monkeypatch.delenv("DREAMKIT_PLUGINS")
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [Entry()])
    result = CliRunner().invoke(main, shlex.split(line))
    assert result.exit_code == 0
    assert "Options of" not in result.output


def test_the_first_help_loads_no_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DREAMKIT_PLUGINS")

    def entry_points(group: str) -> Any:
        raise AssertionError("plugins are looked for")

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)
    for line in ("--help", "--version"):
        assert CliRunner().invoke(main, [line]).exit_code == 0
