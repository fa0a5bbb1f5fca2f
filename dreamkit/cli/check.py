"""`dreamkit check`: whether a recipe is fine, and if not, why."""

from __future__ import annotations

import click

from dreamkit.cli.context import Context, pass_context


@click.command()
@click.argument("recipe")
@click.argument("settings", nargs=-1)
@click.option("--deep", is_flag=True, help="Paint two frames of each shot too, with one step; this wakes the backend.")
@pass_context
def command(context: Context, /, recipe: str, settings: tuple[str, ...], deep: bool) -> None:
    """Say what is fine with RECIPE and SETTINGS, and stop with a sentence at the first thing that is not."""
    from dreamkit.checkup import checked

    for sentence in checked(recipe, settings, context.registry, deep=deep):
        click.echo(f"fine  {sentence}")
