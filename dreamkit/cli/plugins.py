"""`dreamkit plugins`: who takes part, with what, and what is wrong."""

from __future__ import annotations

import textwrap

import click

from dreamkit.cli.context import Context, pass_context
from dreamkit.cli.layout import line_width


@click.command()
@pass_context
def command(context: Context) -> None:
    """List the plugins: name, version, distribution, what each brings, and what is wrong with it."""
    from dreamkit.cli.main import COMMANDS

    plugins = context.plugins
    assert context.registry  # asks every plugin for its parts
    assert plugins.options  # and for its options
    plugins.commands(taken=COMMANDS)
    for plugin in plugins.loaded:
        click.echo(" ".join(filter(None, [plugin.name, plugin.version, _origin(plugin.name, plugin.distribution)])))
        _tell("brings", ", ".join(plugin.brings))
        _tell("wrong", plugin.trouble)
    for plugin in plugins.left_out:
        click.echo(f"{plugin.name} {plugin.version} {_origin(plugin.name, plugin.distribution)} left out")


def _origin(name: str, distribution: str) -> str:
    return f"({distribution})" if distribution not in ("", name) else ""


def _tell(what: str, words: str) -> None:
    for line in textwrap.wrap(words, line_width(), initial_indent=f"  {what:<8}", subsequent_indent=" " * 10):
        click.echo(line)
