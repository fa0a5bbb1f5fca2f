"""`dreamkit render`: a recipe in, a picture or film out."""

from __future__ import annotations

from typing import Any

import click

from dreamkit.cli.context import Context, pass_context
from dreamkit.cli.film_command import FilmCommand
from dreamkit.cli.options import asked_plan, film_options
from dreamkit.cli.shoot import shoot, shoot_options


@click.command(
    cls=FilmCommand, epilog="`dreamkit plan RECIPE` lists a recipe's settings and shows what would be rendered."
)
@film_options
@click.option("--preview", is_flag=True, help="All frames, at a quarter of the size, with half of the steps.")
@shoot_options
@pass_context
def command(
    context: Context,
    /,
    recipe: str,
    settings: tuple[str, ...],
    preview: bool,
    output: str | None,
    backend: str | None,
    executor: str,
    fresh: bool,
    quiet: bool,
    **frame: Any,
) -> None:
    """Render RECIPE into a picture or film.

    SETTINGS are the recipe's own, such as seconds=4 photo=cat.jpg.
    """
    from dreamkit.backend.choice import choose
    from dreamkit.loader import file_and_name
    from dreamkit.plan.preview import previewed
    from dreamkit.render.endings import output_at
    from dreamkit.render.made import made_by

    if backend:
        choose(backend)
    wanted = output_at(output) if output else None
    plan = asked_plan(context, recipe, settings, **frame, bits=wanted.bits if wanted else 8)
    wanted = wanted or output_at(plan.name + (".png" if plan.is_still else ".mp4"))
    note = made_by(plan, str(file_and_name(recipe)[0]), settings, preview=preview, options=context.given).to_text()
    if preview:
        plan = previewed(plan)
    shoot(context, plan, wanted, note, executor=executor, fresh=fresh, quiet=quiet)
