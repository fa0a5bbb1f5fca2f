"""A museum fills with impostors: for every class of the network, evolution looks for what it takes for it."""

from dreamkit import Caption, Film, Fitness, Grid, MapElites, Net, Probability, Shot, recipe

LABELS = (
    "red wine",
    "honeycomb",
    "matchstick",
    "prayer rug",
    "maze",
    "solar dish",
    "nematode",
    "corkscrew",
    "digital clock",
    "theater curtain",
    "ping-pong ball",
    "spider web",
)


@recipe(size=112, fps=8)
def museum(labels: tuple[str, ...] = LABELS, seconds: float = 2.5, steps: int = 40, population: int = 40) -> Film:
    """Twelve of a thousand walls, forty generations a frame; nobody has told evolution what anything looks like."""
    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=Probability(labels),
            optimizer=MapElites(steps=steps, population=population),
            finish=Fitness() | Caption(labels, pixels=14) | Grid(columns=4),
            seconds=seconds,
        )
    )
