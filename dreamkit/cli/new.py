"""`dreamkit new`: something to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from dreamkit.cli.context import Context, pass_context


@click.group()
def command() -> None:
    """Write something to begin with."""


@command.command()
@click.argument("name")
def recipe(name: str) -> None:
    """Write NAME.py, a recipe that works at once, into this folder."""
    from dreamkit.newcomer import new_recipe

    path = new_recipe(name, Path())
    click.echo(f"{path} is written; dreamkit render {path} makes a film of it")


@command.command()
@click.argument("name")
@pass_context
def plugin(context: Context, /, name: str) -> None:
    """Write the folder dreamkit-NAME, a plugin with an effect that works at once, into this folder."""
    from dreamkit.newcomer import new_plugin

    path = new_plugin(name, Path(), context.registry)
    click.echo(f"{path} is written; its README.md says how to install, test and publish it")
