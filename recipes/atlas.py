"""Every channel of a layer, each with the picture that it wants to see."""

from dreamkit import Adam, Caption, Channel, Film, Fourier, NaturalNoise, Net, Shot, lucid_transforms, recipe


@recipe(size=112)
def atlas(layer: str = "block4_add", channels: int = 40, at_once: int = 10, steps: int = 128) -> Film:
    """So many channels, from the first, some at once; each stays when it is painted, however many more are wanted."""
    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=Channel(layer, range(channels)),
            parameterization=Fourier(),
            regularizer=lucid_transforms(),
            optimizer=Adam(steps=steps, rate=0.05),
            source=NaturalNoise(),
            finish=Caption(tuple(f"{layer} {number}" for number in range(channels))),
            at_once=at_once,
        )
    )
