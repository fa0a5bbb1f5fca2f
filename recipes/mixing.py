"""A film that goes from one neuron to another through all that lies between them."""

from dreamkit import (
    Adam,
    Channel,
    Contrast,
    Film,
    Fourier,
    Keyframes,
    Mix,
    NaturalNoise,
    Net,
    Objective,
    Shot,
    Zoom,
    lucid_transforms,
    recipe,
)


@recipe(size=(224, 224), fps=12)
def mixing(
    layer: str = "block10_add", channels: tuple[int, ...] = (3, 4, 15), each: float = 2.4, steps: int = 8
) -> Film:
    """Shells become needles, and needles grow the eyes of dogs."""
    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=journey(layer, channels, each),
            parameterization=Fourier(),
            regularizer=lucid_transforms(),
            optimizer=Adam(steps, rate=0.05),
            source=NaturalNoise(),
            motion=Zoom(per_second=1.2) | Contrast(0.45),
            seconds=each * len(channels),
        )
    )


def journey(layer: str, channels: tuple[int, ...], each: float) -> Objective:
    """One channel after the other; the film rests at each for a fifth of its time, and then sets off for the next."""
    wish: Objective = Channel(layer, channels[0])
    for stop, channel in enumerate(channels[1:], start=1):
        share = Keyframes({(stop - 0.4) * each: 0.0, (stop + 0.4) * each: 1.0}, "ease")
        wish = Mix(wish, Channel(layer, channel), share)
    return wish
