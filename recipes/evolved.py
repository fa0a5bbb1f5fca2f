"""Pictures that grow out of nothing by evolution, and never ask for a gradient."""

from dreamkit_cma import CMAES

from dreamkit import Colour, Cosines, Fade, Film, Grid, Jitter, Logit, Net, Shot, Shrink, recipe


@recipe(size=(192, 192), fps=8, seed=2)
def evolved(classes: tuple[str, ...] = ("red panda", "macaw", "ladybug", "jellyfish"), seconds: float = 3.0) -> Film:
    """Each frame is eight generations on; of every 32 candidates the network only says how much it likes them."""
    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=Logit(classes),
            regularizer=Jitter(10) | Shrink(96),
            # Few broad waves, the same from both sides: 384 numbers a picture, and evolution knows its way among them.
            parameterization=Cosines(16, 16, mirrored=True, contrast=8),
            optimizer=CMAES(steps=8, population=32, sigma=Fade(0.25, 0.06)),
            source=Colour(),
            finish=Grid(),
            seconds=seconds,
        )
    )
