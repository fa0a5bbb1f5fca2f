"""`dreamkit again`: a picture or film once more, from what it says of itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dreamkit.cli.context import Context, pass_context
from dreamkit.cli.film_command import FilmCommand
from dreamkit.cli.inspect import printable
from dreamkit.cli.options import frame_options
from dreamkit.cli.shoot import shoot, shoot_options

if TYPE_CHECKING:
    from dreamkit.render.made import Made


@click.command(cls=FilmCommand, epilog="`dreamkit inspect FILE` shows how it was made.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("settings", nargs=-1)
@frame_options
@click.option("--yes", is_flag=True, help="Run the recipe that the file carries without asking.")
@shoot_options
@pass_context
def command(
    context: Context,
    /,
    file: Path,
    settings: tuple[str, ...],
    yes: bool,
    output: str | None,
    backend: str | None,
    executor: str,
    fresh: bool,
    quiet: bool,
    **frame: Any,
) -> None:
    """Render FILE again, by the recipe that it carries; SETTINGS and options change what it was made with.

    A recipe is a program. One that does not lie on this disk as well is shown first, and runs when you say so.
    """
    from dreamkit.backend.choice import choose
    from dreamkit.plan.preview import previewed
    from dreamkit.render.again import options_again, plan_again, words_again
    from dreamkit.render.endings import note_in, output_at
    from dreamkit.render.made import Made, made_by

    made = Made.from_text(note_in(file), file)
    wanted = output_at(output or f"{file.stem}-again{file.suffix}")
    if not yes:
        _ask(made, file)
    choose(backend or made.backend)
    options = options_again(made, context.given)
    plan = plan_again(made, settings, context.registry, bits=wanted.bits, options=options, **frame)
    for difference in context.registry.differences(made.versions):
        click.echo(f"{printable(difference)}; the pictures may differ", err=True)
    for lost in context.plugins.options.missing(options):
        click.echo(printable(lost), err=True)
    words = words_again(made, settings)
    note = made_by(plan, made.path, words, preview=made.preview, options=options).to_text()
    if made.preview:
        plan = previewed(plan)
    shoot(context, plan, wanted, note, executor=executor, fresh=fresh, quiet=quiet)


def _ask(made: Made, file: Path) -> None:
    from dreamkit.errors import BadRecipe
    from dreamkit.render.again import is_at_hand

    if is_at_hand(made):
        return
    if not _can_ask():
        raise BadRecipe(
            f"{file} carries a recipe that is not {printable(made.path)} on this disk, and it would run as a program",
            hint=f"read it with `dreamkit inspect {file} --recipe`, then add --yes",
        )
    click.echo(printable(made.source))
    if not click.confirm(f"This is the recipe in {file}. Run it?"):
        raise click.exceptions.Exit(2)


def _can_ask() -> bool:
    return sys.stdin.isatty()
