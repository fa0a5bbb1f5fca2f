"""The family tree of an impostor, from a founder to the child that fools the network."""

from pathlib import Path

from dreamkit import Caption, Film, Genome, Shot, recipe


@recipe(size=160)
def lineage(genome: Path = Path(__file__).parent / "genomes" / "corkscrew.json", most: int = 24) -> Film:
    """Of its line, `most` at equal steps, the founder first: in which generation, and what the network took it for."""
    file = Genome(genome).file
    line = [(file.generation, file.label, file.probability)]
    line += [(one.generation, one.label, one.probability) for one in file.ancestors]
    count = min(most, len(line))
    shown = sorted({round(index * (len(line) - 1) / max(1, count - 1)) for index in range(count)}, reverse=True)
    return Film(
        *(
            Shot(
                source=Genome(genome, ancestor=number),
                finish=Caption(f"{line[number][0]}") | Caption("{1} {2:.0%}".format(*line[number])),
            )
            for number in shown
        )
    )
