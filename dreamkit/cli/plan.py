"""`dreamkit plan`: what a recipe would do, shown before anything is painted."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import click

from dreamkit.cli.context import Context, pass_context
from dreamkit.cli.film_command import FilmCommand
from dreamkit.cli.layout import line_width
from dreamkit.cli.options import film_options


@click.command(cls=FilmCommand)
@film_options
@click.option("--preview", is_flag=True, help="The plan of the preview.")
@click.option("-o", "--output", metavar="NAME", help="Where the film would go, with its stored frames beside it.")
@click.option("--backend", help="Who would compute: tensorflow, jax or torch.")
@click.option("--json", "as_json", is_flag=True, help="The whole plan as JSON.")
@pass_context
def command(
    context: Context,
    /,
    recipe: str,
    settings: tuple[str, ...],
    preview: bool,
    output: str | None,
    backend: str | None,
    as_json: bool,
    **frame: Any,
) -> None:
    """Show what RECIPE with SETTINGS such as seconds=4 would paint, and what of it is stored already."""
    import inspect

    from dreamkit.backend.choice import choose, chosen
    from dreamkit.loader import load_recipe, plan_recipe
    from dreamkit.plan.preview import previewed
    from dreamkit.plan.speed import known_speeds
    from dreamkit.plan.storyboard import storyboard
    from dreamkit.render.endings import output_at
    from dreamkit.render.remaining import stored_frames
    from dreamkit.render.sizes import frame_size
    from dreamkit.render.store import store_beside

    if backend:
        choose(backend)
    loaded = load_recipe(recipe)
    form = output_at(output or f"{loaded.recipe.name}.mp4")
    plan = plan_recipe(loaded, settings, context.registry, bits=form.bits, options=context.given, **frame)
    if preview:
        plan = previewed(plan)
    if as_json:
        click.echo(json.dumps(plan.to_json(), indent=2))
        return
    stored = stored_frames(plan, context.registry, store_beside(form.path, plan.bits))
    board = storyboard(
        plan,
        summary=inspect.getdoc(loaded.recipe.function) or "",
        sizes={planned.number: frame_size(plan, planned) for planned in plan.shots},
        stored=Counter(shot for (shot, _), share in stored.items() if share == 1),
        speeds=known_speeds(chosen()),
        width=line_width(),
    )
    click.echo(board)
