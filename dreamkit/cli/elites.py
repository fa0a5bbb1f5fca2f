"""`dreamkit elites`: the genomes that an evolution has found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dreamkit.cli.context import Context, pass_context
from dreamkit.cli.film_command import FilmCommand
from dreamkit.cli.options import asked_plan, film_options


@click.command(cls=FilmCommand, epilog='In a recipe, source=Genome("maze.json") draws such a file at any size.')
@film_options
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The folder for LABEL.json files.")
@click.option("--every", is_flag=True, help="Those of every class that has a cell, not only of those that are shown.")
@click.option("--backend", help="Who has computed: tensorflow, jax or torch.")
@pass_context
def command(
    context: Context,
    /,
    recipe: str,
    settings: tuple[str, ...],
    output: Path,
    every: bool,
    backend: str | None,
    **frame: Any,
) -> None:
    """Save the best of RECIPE's evolution as genomes, one for each class that it shows.

    OUTPUT is a folder beside what was rendered, since that is where evolutions are kept.
    """
    from dreamkit.backend.choice import choose
    from dreamkit.render.elites import save_elites
    from dreamkit.render.store import store_beside

    if backend:
        choose(backend)
    plan = asked_plan(context, recipe, settings, **frame)
    written = save_elites(plan, context.registry, store_beside(output, plan.bits), output, every=every)
    click.echo(f"{output}: {len(written)} genome{'s' * (len(written) != 1)}")
