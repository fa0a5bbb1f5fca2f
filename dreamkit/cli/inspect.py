"""`dreamkit inspect`: how a picture or film was made, as it says itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dreamkit.render.made import Made


@click.command(epilog="`dreamkit again FILE` makes it again.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--recipe", is_flag=True, help="The text of the recipe, and nothing else.")
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON.")
def command(file: Path, recipe: bool, as_json: bool) -> None:
    """Show how FILE was made: a picture, a film or a folder of frames that dreamkit has rendered."""
    from dreamkit.render.endings import note_in
    from dreamkit.render.made import Made

    made = Made.from_text(note_in(file), file)
    if as_json:
        click.echo(json.dumps(json.loads(made.to_text()), indent=2))
    elif recipe:
        click.echo(printable(made.source) if sys.stdout.isatty() else made.source, nl=False)
    else:
        for name, value in _rows(made):
            click.echo(f"{name:<10}{printable(value)}")
        click.echo(f"\n{printable(made.source)}", nl=False)


def printable(text: str) -> str:
    r"""A text out of a file from anywhere, with all that could play tricks on a terminal spelt out.

    >>> printable("dream" + chr(27) + "[8m" + chr(0x202E))
    'dream\\x1b[8m\\u202e'
    """
    return "".join(
        sign if sign.isprintable() or sign in "\n\t" else sign.encode("unicode_escape").decode() for sign in text
    )


def _rows(made: Made) -> Iterator[tuple[str, str]]:
    from dreamkit.settings import word

    height, width = made.size
    given = [f"{name}={word(value)} ({of})" for of, words in made.options.items() for name, value in words.items()]
    yield "recipe", f"{made.recipe}, from {made.path}"
    if made.settings:
        yield "settings", " ".join(f"{name}={value}" for name, value in made.settings.items())
    if given:
        yield "options", ", ".join(given)
    yield "size", f"{width}x{height}" + (", as its preview" if made.preview else "")
    yield "fps", f"{made.fps:g}"
    yield "seed", str(made.seed)
    yield "backend", made.backend
    yield "versions", ", ".join(f"{package} {version}" for package, version in made.versions.items())
