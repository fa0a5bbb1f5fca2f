"""Every channel of a layer, each with the picture that it wants to see."""

from dreamkit import Adam, Caption, Channel, Film, Fourier, NaturalNoise, Net, Shot, lucid_transforms, recipe


@recipe(size=112)
def atlas(layer: str = "block4_add", channels: int = 40, at_once: int = 10, steps: int = 128) -> Film:
    """So many channels, from the first, some at once; what is painted stays, wherever it is stopped."""
    numbers = range(channels)
    return Film(
        *(
            Shot(
                net=Net("efficientnet_lite0"),
                objective=Channel(layer, tuple(some)),
                parameterization=Fourier(),
                regularizer=lucid_transforms(),
                optimizer=Adam(steps=steps, rate=0.05),
                source=NaturalNoise(),
                finish=Caption(tuple(f"{layer} {number}" for number in some)),
            )
            for some in (numbers[start : start + at_once] for start in range(0, channels, at_once))
        )
    )
