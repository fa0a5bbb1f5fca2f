"""What a network is most sure of, found by evolution; a person sees stripes and circles, and now and then why."""

from dreamkit import Caption, Film, Fitness, Grid, MapElites, Net, Probability, Shot, recipe

LABELS = (
    *("red wine", "honeycomb", "matchstick", "prayer rug", "maze", "solar dish", "nematode", "corkscrew"),
    *(
        "Windsor tie",
        "coil",
        "croquet ball",
        "ballpoint",
        "panpipe",
        "theater curtain",
        "measuring cup",
        "analog clock",
    ),
    *("slide rule", "Petri dish", "tile roof", "digital clock", "ping-pong ball", "spider web", "abacus", "hook"),
)


@recipe(size=136)
def impostors(labels: tuple[str, ...] = LABELS, generations: int = 800, population: int = 40) -> Film:
    """For each label the picture with the highest probability, out of a thousand that evolved together."""
    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=Probability(labels),
            optimizer=MapElites(steps=generations, population=population),
            finish=Fitness(15) | Caption(labels, pixels=15) | Grid(columns=8),
        )
    )
