"""`dreamkit` itself: its help, its mistakes, and the options that every command takes."""

from __future__ import annotations

import importlib
import types
from typing import Any

import click
import pytest
from click.testing import CliRunner

from dreamkit.cli.context import Context, pass_context
from dreamkit.cli.main import COMMANDS, main
from dreamkit.errors import BadRecipe
from dreamkit.hookspecs import hookimpl
from dreamkit.plugins import Plugins


def run(*words: str, context: Context | None = None) -> tuple[int, str, str]:
    """What a call gives: its exit code, what it says, and what it complains of."""
    result = CliRunner().invoke(main, words, obj=context, prog_name="dreamkit")
    return result.exit_code, result.stdout, result.stderr


def test_every_command_in_the_help_is_a_module() -> None:
    code, out, _ = run("--help")
    assert code == 0
    for name, words in COMMANDS.items():
        command = importlib.import_module(f"dreamkit.cli.{name}").command
        assert isinstance(command, click.Command)
        assert f"  {name} " in out
        assert words.split(".")[0].split(",")[0] in " ".join(out.split())
    assert "Plugins may add commands of their own: `dreamkit plugins` lists them." in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    code, out, _ = run(name, "-h")
    assert code == 0
    assert out.startswith(f"Usage: dreamkit {name}")
    assert "--without PLUGIN" in out


def test_an_unknown_command() -> None:
    code, _, complaint = run("rendr")
    assert code == 2
    assert complaint == ("there is no command 'rendr'\n  did you mean 'render'? `dreamkit --help` lists all commands\n")


def test_a_mistake_is_a_sentence_and_a_traceback_only_on_demand() -> None:
    sentence = "there is no recipe file gone.py\n  `dreamkit new recipe NAME` writes one\n"
    assert run("plan", "gone.py") == (2, "", sentence)
    for words in (["--debug", "plan", "gone.py"], ["plan", "gone.py", "--debug"]):
        code, _, complaint = run(*words)
        assert code == 2
        assert complaint.startswith("Traceback (most recent call last)")
        assert complaint.endswith(sentence)


@pytest.fixture
def context() -> Context:
    """A context with a plugin that brings the command `fail`."""

    def register_commands(cli: click.Group) -> None:
        @cli.command()
        @click.argument("how")
        @pass_context
        def fail(context: Context, how: str) -> None:
            """Fail in one way or another."""
            del context
            raise {"bug": KeyError("colour"), "mistake": BadRecipe("no film"), "silent": RuntimeError()}[how]

    module: Any = types.ModuleType("dreamkit_test")
    module.register_commands = hookimpl(register_commands)
    context = Context()
    plugins = Plugins(only=())
    plugins.register(module, "test")
    context.plugins = plugins
    return context


def test_a_plugins_command(context: Context) -> None:
    assert run("fail", "mistake", context=context) == (2, "", "no film\n")
    code, out, _ = run("fail", "--help", context=context)
    assert code == 0
    assert "Fail in one way or another." in out
    assert "--no-plugins" in out


def test_a_bug_is_a_sentence_too(context: Context) -> None:
    hint = "\n  run again with --debug to see where\n"
    assert run("fail", "bug", context=context) == (
        1,
        "",
        f"this is a bug in dreamkit or a plugin: KeyError: 'colour'{hint}",
    )
    assert run("fail", "silent", context=context) == (
        1,
        "",
        f"this is a bug in dreamkit or a plugin: RuntimeError{hint}",
    )
    code, _, complaint = run("fail", "bug", "--debug", context=context)
    assert (code, complaint.splitlines()[-1]) == (1, "KeyError: 'colour'")


def test_plugins_can_be_left_out_before_and_after_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[Any, Any]] = []

    class Recorded(Exception):
        """Enough has been seen."""

    def record(only: Any = None, without: Any = ()) -> Any:
        made.append((only, without))
        raise Recorded

    monkeypatch.setattr("dreamkit.plugins.Plugins", record)
    for words in (["--without", "a", "show"], ["show", "--without", "a"], ["show", "--no-plugins"], ["show"]):
        run(*words)
    assert made == [(None, ("a",)), (None, ("a",)), ((), ()), (None, ())]
