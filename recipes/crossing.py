"""A film that crosses a network from its first layers to its last."""

from pathlib import Path

from dreamkit import (
    Ascent,
    Clamp,
    Film,
    Jitter,
    KeepColours,
    Keyframes,
    Layer,
    Net,
    Octaves,
    Photo,
    Shot,
    Zoom,
    recipe,
)

PICTURES = Path(__file__).parent / "pictures"

LADDER = ("block2_add", "block4_add", "block7_add", "block10_add", "block14_add")


@recipe(size=(216, 384), fps=12)
def crossing(photo: Path = PICTURES / "dandelions.jpg", each: float = 1.2) -> Film:
    """Dandelions become strokes, eyes, animals and webs, one layer after the other."""
    arrivals = [number * each for number in range(len(LADDER))]

    # Full weight when the film arrives at a layer, none when it is at the layers before and after.
    first, *others = (
        Keyframes({time: float(time == arrival) for time in arrivals}) * Layer(layer)
        for layer, arrival in zip(LADDER, arrivals, strict=True)
    )
    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=sum(others, first),
            regularizer=Octaves(4) | Jitter(16) | Clamp(),
            optimizer=Ascent(steps=4, rate=0.006),
            motion=Zoom(per_second=1.2) | KeepColours(),
            source=Photo(photo),
            seconds=arrivals[-1],
        )
    )
