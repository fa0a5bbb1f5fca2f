"""A dream that looks for another picture in the one it is given."""

from pathlib import Path

from dreamkit import Ascent, Clamp, Film, Guide, Jitter, Net, Octaves, Photo, Shot, recipe

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=640)
def guided(
    photo: Path = PICTURES / "stream.jpg",
    guide: Path = PICTURES / "crab.jpg",
    layer: str = "block12_add",
    steps: int = 12,
) -> Film:
    """The rocks of a stream turn into crabs."""
    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=Guide(layer, of=Photo(guide)),
            regularizer=Octaves(4) | Jitter(16) | Clamp(),
            optimizer=Ascent(steps=steps, rate=0.007),
            source=Photo(photo),
        )
    )
