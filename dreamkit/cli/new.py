"""`dreamkit new`: something to begin with."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def command() -> None:
    """Write a file to begin with."""


@command.command()
@click.argument("name")
def recipe(name: str) -> None:
    """Write NAME.py, a recipe that works at once, into this folder."""
    from dreamkit.newcomer import new_recipe

    path = new_recipe(name, Path())
    click.echo(f"{path} is written; dreamkit render {path} makes a film of it")
