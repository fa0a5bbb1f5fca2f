"""The `dreamkit` command: finds its subcommands by file name and turns mistakes into sentences."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from dreamkit.errors import DreamkitError

COMMANDS = {
    "render": "Render a recipe into a picture or film.",
}
"""The names and one-line helps, so that `--help` imports no command."""


class _Commands(click.Group):
    """A group whose commands are modules of `dreamkit.cli`, imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        del ctx
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"dreamkit.cli.{name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DreamkitError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"{error}", err=True)
            sys.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the whole traceback of a mistake.")
@click.version_option(package_name="dreamkit")
def main(debug: bool) -> None:
    """Dream with networks: recipes in, pictures and films out."""
    del debug
