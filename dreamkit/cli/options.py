"""The words on a command line that say which film is meant; `render`, `plan` and `check` share them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from dreamkit.cli.context import Context
    from dreamkit.parts import Size
    from dreamkit.plan.plan import Plan

Command = TypeVar("Command", bound=Callable[..., Any])


def film_options(command: Command) -> Command:
    """Give a command the arguments `recipe`, `settings`, `size`, `fps` and `seed`, which `asked_plan` takes."""
    for decorate in reversed(_FILM):
        command = decorate(command)
    return command


def frame_options(command: Command) -> Command:
    """Give a command the arguments `size`, `fps` and `seed`."""
    for decorate in reversed(_FRAME):
        command = decorate(command)
    return command


def asked_plan(
    context: Context,
    recipe: str,
    settings: tuple[str, ...],
    size: Size | int | None,
    fps: float | None,
    seed: int | None,
    bits: int = 8,
) -> Plan:
    """The plan of the film that `film_options` said, with the options of plugins that were given."""
    from dreamkit.loader import load_recipe, plan_recipe

    return plan_recipe(
        load_recipe(recipe),
        settings,
        context.registry,
        size=size,
        fps=fps,
        seed=seed,
        bits=bits,
        options=context.given,
    )


def size_from_word(ctx: click.Context, param: click.Parameter, word: str | None) -> Size | int | None:
    """WIDTHxHEIGHT, as a screen's size is written, or the longer side alone; gives (height, width), or the side."""
    if word is None:
        return None
    sides = word.lower().replace("×", "x").split("x")
    if len(sides) > 2 or not all(side.strip().isdecimal() for side in sides):
        raise click.BadParameter(
            f"a size is written 1280x720, or 1280 for the longer side, and {word!r} came", ctx, param
        )
    width, height = int(sides[0]), int(sides[-1])
    return (height, width) if len(sides) == 2 else width


_SIZE_HELP: Final = "Of the pictures, in pixels: 1280x720, or 1280 for the longer side."

_FRAME: Final[tuple[Callable[[Any], Any], ...]] = (
    click.option("--size", callback=size_from_word, metavar="WxH", help=_SIZE_HELP),
    click.option("--fps", type=float, help="Frames a second."),
    click.option("--seed", type=int, help="What all chance in the film depends on."),
)

_FILM: Final[tuple[Callable[[Any], Any], ...]] = (
    click.argument("recipe"),
    click.argument("settings", nargs=-1),
    *_FRAME,
)
