"""Static that a network takes for things: the direct encoding, a number for each pixel, bred and never drawn."""

from dreamkit import Caption, DirectEncoding, Film, Fitness, Grid, MapElites, Net, Probability, Shot, recipe

LABELS = ("chain mail", "prayer rug", "velvet", "Windsor tie", "wool", "rock beauty", "nematode", "electric ray")


@recipe(size=160)
def static(labels: tuple[str, ...] = LABELS, generations: int = 150, pixels: int = 32) -> Film:
    """Only these labels have a cell in the museum, so that a few minutes are enough."""
    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=Probability(labels),
            optimizer=MapElites(generations, population=40, encoding=DirectEncoding(pixels), only_shown=True),
            finish=Fitness() | Caption(labels) | Grid(columns=4),
        )
    )
