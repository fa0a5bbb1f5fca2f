"""`dreamkit nets`: which networks there are, which are on hand, and fetching the others."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from dreamkit.cli.context import Context, pass_context
from dreamkit.cli.layout import line_width

if TYPE_CHECKING:
    from dreamkit.nets.base import NetSpec


@click.group(invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List the networks: name, whether it is on hand or what fetching it takes, and what it is."""
    if ctx.invoked_subcommand is not None:
        return
    specs = ctx.ensure_object(Context).registry.nets.values()
    longest = max((len(spec.name) for spec in specs), default=0)
    for spec in specs:
        click.echo(_line(spec, longest))
    click.echo("\n`dreamkit nets fetch NAME` fetches one, `dreamkit layers NAME` lists its layers.")


@command.command()
@click.argument("name")
@pass_context
def fetch(context: Context, name: str) -> None:
    """Fetch the trained weights of the network NAME, so that it works without a network for ever after.

    A network of Keras is fetched without its classifier, which Keras fetches once a recipe asks for a class.
    """
    from dreamkit.backend.choice import wake
    from dreamkit.nets.building import built

    spec = context.registry.net(name)
    wake()
    built(spec, spec.build)
    click.echo(f"{name} is on hand")


@command.command()
@click.argument("name")
@click.argument("word", required=False)
@pass_context
def classes(context: Context, name: str, word: str | None) -> None:
    """List the classes of the network NAME, or those whose names hold WORD."""
    labels = context.registry.net(name).labels()
    for index, shown in enumerate(labels.names):
        line = ", ".join([shown, *labels.also(index)])
        if word is None or word.casefold() in line.casefold():
            click.echo(f"{index:>4}  {line}")


def _line(spec: NetSpec, longest: int) -> str:
    """A network in one line, or more where the terminal is narrow; names have room for the longest."""
    start = f"{spec.name:<{longest}}  {_needs(spec):<18}  "
    width = max(line_width(), len(start) + 20)
    return textwrap.fill(spec.summary, width, initial_indent=start, subsequent_indent=" " * len(start))


def _needs(spec: NetSpec) -> str:
    if spec.on_hand():
        return "on hand"
    if not spec.origin:
        return "a file of yours"
    return f"{spec.megabytes:.1f} MB by {spec.origin}"
