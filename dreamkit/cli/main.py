"""The `dreamkit` command: finds its subcommands by file name."""

from __future__ import annotations

import copy
import importlib
from typing import Any, Final

import click

from dreamkit.cli.context import Context, everywhere
from dreamkit.cli.mistakes import told
from dreamkit.errors import UnknownName, suggestion

COMMANDS: Final = {
    "render": "Render a recipe into a picture or film.",
    "plan": "Show what a recipe would paint, and what of it is stored.",
    "inspect": "Show how a picture or film was made.",
    "again": "Render a picture or film again, from what it says of itself.",
    "judge": "Say what networks see in pictures, and who fools whom.",
    "train": "Train a network that paints photos in one pass.",
    "gallery": "Render every recipe of a folder into a page of pictures.",
    "nets": "List the networks, and fetch their weights.",
    "layers": "List the layers of a network.",
    "show": "Show the words that a recipe can be written with.",
    "elites": "Save what an evolution has found, a genome for each class.",
    "breed": "Let two genomes have children.",
    "spectrum": "Measure how loud each wave is in a folder of photos.",
    "new": "Write a recipe or a plugin to begin with.",
    "check": "Say whether a recipe or a plugin is fine, and if not, why.",
    "doctor": "Say what this machine has for dreamkit, and what is wrong with it.",
    "plugins": "List the plugins, what they bring and what is wrong with them.",
}
"""The names and one-line helps, so that `--help` imports no command."""


class _Commands(click.Group):
    """A group whose commands are modules of `dreamkit.cli`, imported when they are called.

    Plugins may add commands. They are looked for only when a name is called that dreamkit does not have, so that
    fifty plugins cost `--help` nothing; `dreamkit plugins` lists what they add.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command:
        if name in COMMANDS:
            command: click.Command = importlib.import_module(f"dreamkit.cli.{name}").command
        else:
            command = _from_plugins(ctx.ensure_object(Context), name)
        return _with_options(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        with told(ctx.ensure_object(Context)):
            return super().invoke(ctx)


def _from_plugins(context: Context, name: str) -> click.Command:
    added = context.plugins.commands(taken=COMMANDS)
    if name not in added:
        hint = suggestion(name, [*COMMANDS, *added], "`dreamkit --help` lists all commands")
        raise UnknownName(f"there is no command {name!r}", hint=hint)
    return added[name]


def _with_options(command: click.Command) -> click.Command:
    """A copy of a command that takes the options of `everywhere` too, where it has none of that name itself."""
    command = copy.copy(command)
    taken = {name for parameter in command.params for name in parameter.opts}
    command.params = [*command.params, *(option for option in everywhere() if not taken.intersection(option.opts))]
    return command


@click.group(
    cls=_Commands,
    params=everywhere(),
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Plugins may add commands of their own: `dreamkit plugins` lists them.",
)
@click.version_option(package_name="dreamkit")
def main() -> None:
    """Dream with networks: recipes in, pictures and films out."""
