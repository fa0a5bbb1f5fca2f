"""`dreamkit breed`: children of two genomes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command("breed", epilog="`--pick 7 -o child.json` saves the seventh of the sheet; breed it on, or render it.")
@click.argument("mother", type=click.Path(path_type=Path))
@click.argument("father", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("children.png"), show_default=True)
@click.option("--count", type=click.IntRange(1, 1000), default=24, show_default=True, help="How many children.")
@click.option("--pick", type=click.IntRange(1), help="Only this one of them, counted row by row from 1.")
@click.option("--size", type=click.IntRange(8, 8192), default=160, show_default=True, help="Of a child, in pixels.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Other children of the same two.")
def command(mother: Path, father: Path, output: Path, count: int, pick: int | None, size: int, seed: int) -> None:
    """Let the genomes of two files have children.

    OUTPUT is a picture with all of them (.png .jpg .webp), or, for the one that is picked, its genome (.json).
    """
    from dreamkit.evolution.breeding import litter
    from dreamkit.evolution.genome_file import read_genome, to_text
    from dreamkit.render.store import write_whole

    children = list(litter(read_genome(mother), read_genome(father), seed, max(count, pick or 1)))
    if pick is not None:
        children = children[pick - 1 : pick]
    content = to_text(children[0]).encode() if _is_genome(output, pick) else _sheet(children, size, output)
    write_whole(output, content)
    click.echo(f"{output}: {len(children)} child{'ren' * (len(children) != 1)}")


def _is_genome(output: Path, pick: int | None) -> bool:
    """Whether a genome is asked for; raises `BadOutput` for an ending that is none, and for many in one file."""
    from dreamkit.errors import BadOutput

    if output.suffix not in (".json", ".png", ".jpg", ".webp"):
        raise BadOutput(f"children are written to .png, .jpg, .webp or .json, and {output} came")
    if output.suffix == ".json" and pick is None:
        raise BadOutput(
            f"{output} holds one genome", hint="--pick 1 says which; look at them first with -o children.png"
        )
    return output.suffix == ".json"


def _sheet(children: list[Any], size: int, output: Path) -> bytes:
    """All children's pictures, row by row."""
    from dreamkit.render.stills import packed
    from dreamkit.sheets import best_columns, sheet

    shape = size, size
    pictures = children[0].encoding.pictures([child.genome for child in children], shape)
    return packed(sheet(pictures, best_columns(len(children), shape), white=255), output.suffix, "")
