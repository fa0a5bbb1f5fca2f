"""One photograph, dreamed at four depths of the network."""

from pathlib import Path

from dreamkit import Ascent, Clamp, Film, Jitter, Layer, Net, Octaves, Photo, Shot, recipe

PICTURES = Path(__file__).parent / "pictures"

# From the first layers to the last: strokes, eyes and spirals, whole animals, fine webs.
LADDER = ("block4_add", "block7_add", "block10_add", "block14_add")


@recipe(size=512)
def depths(photo: Path = PICTURES / "sunset.jpg", steps: int = 15) -> Film:
    """The deeper the layer, the more the photograph is about something."""
    return Film(
        *(
            Shot(
                net=Net("efficientnet_lite0"),
                objective=Layer(layer),
                regularizer=Octaves(4) | Jitter(16) | Clamp(),
                optimizer=Ascent(steps=steps, rate=0.007),
                source=Photo(photo),
            )
            for layer in LADDER
        )
    )
