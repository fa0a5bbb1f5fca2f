"""`dreamkit show`: the words that a recipe can be written with."""

from __future__ import annotations

import click

from dreamkit.cli.context import Context, pass_context
from dreamkit.cli.layout import line_width


@click.command()
@click.argument("name", required=False)
@pass_context
def command(context: Context, name: str | None) -> None:
    """Show all parts, those of one kind such as "objectives", or one of them such as "Octaves", with its docstring."""
    from dreamkit.catalogue import Catalogue

    catalogue = Catalogue(context.registry)
    if name is None:
        click.echo(catalogue.overview(line_width()))
        click.echo("\n`dreamkit show KIND` says what each does, `dreamkit show NAME` how it is used.")
    elif name in catalogue.kinds:
        click.echo(catalogue.listing(name, line_width()))
    else:
        click.echo(catalogue.page(name))
