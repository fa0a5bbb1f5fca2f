"""`dreamkit plugins`: who takes part, with what, and what is wrong."""

from __future__ import annotations

import dataclasses
import types
from typing import Any

import click
from click.testing import CliRunner

from dreamkit import Effect
from dreamkit.announced import Loaded
from dreamkit.cli.context import Context
from dreamkit.cli.main import main
from dreamkit.hookspecs import hookimpl
from dreamkit.plugins import Plugins


@dataclasses.dataclass(frozen=True)
class Glow(Effect):
    """Light."""


def test_a_table_of_plugins() -> None:
    good: Any = types.ModuleType("good")
    good.register_effects = hookimpl(lambda: [Glow])

    @hookimpl
    def register_commands(cli: click.Group) -> None:
        cli.command("sing")(lambda: None)
        cli.command("render")(lambda: None)

    good.register_commands = register_commands
    bad: Any = types.ModuleType("bad")
    bad.register_efects = hookimpl(lambda: [Glow])

    context, plugins = Context(), Plugins(only=())
    plugins.register(good, "good")
    plugins.register(bad, "bad")
    plugins.left_out = [Loaded("shy", "dreamkit-shy", "3.1")]
    context.plugins = plugins
    result = CliRunner().invoke(main, ["plugins"], obj=context)

    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].startswith("dreamkit ")
    assert lines[1].startswith("  brings  ")
    assert lines[lines.index("good") :] == [
        "good",
        "  brings  Glow, command sing",
        "  wrong   there is a command 'render' already",
        "bad",
        "  wrong   there is no hook 'register_efects', did you mean 'register_effects'?",
        "shy 3.1 (dreamkit-shy) left out",
    ]
