"""From impostor to impostor: the networks of functions behind them turn into one another, at any size."""

from pathlib import Path

from dreamkit import Film, Morph, Shot, recipe

HERE = Path(__file__).parent / "genomes"


@recipe(size=(256, 256), fps=12)
def morph(
    genomes: tuple[Path, ...] = (HERE / "honeycomb.json", HERE / "solar_dish.json", HERE / "corkscrew.json"),
    each: float = 1.5,
) -> Film:
    """Weights move, links fade in and out, and what is between has never been judged by anyone."""
    around = (*genomes[1:], genomes[0])
    return Film(*(Shot(source=Morph(one, other, each)) for one, other in zip(genomes, around, strict=True)))
