"""What channels want to see, beside what in your own photos comes nearest to it."""

from pathlib import Path

from dreamkit import (
    Adam,
    Caption,
    Channel,
    Exciting,
    Film,
    Fourier,
    NaturalNoise,
    Net,
    Shot,
    lucid_transforms,
    recipe,
)

PICTURES = Path(__file__).parent / "pictures"
NET = Net("efficientnet_lite0")


@recipe(size=192)
def crops(
    photos: Path = PICTURES,
    layer: str = "block4_add",
    channels: tuple[int, ...] = (1, 3, 5, 7),
    count: int = 4,
    steps: int = 128,
) -> Film:
    """Of each channel a picture made from noise, and the places in a folder of photos where it answers most."""
    return Film(*(shot for channel in channels for shot in _pair(photos, layer, channel, count, steps)))


def _pair(photos: Path, layer: str, channel: int, count: int, steps: int) -> tuple[Shot, Shot]:
    wanted = Shot(
        net=NET,
        objective=Channel(layer, channel),
        parameterization=Fourier(),
        regularizer=lucid_transforms(),
        optimizer=Adam(steps=steps, rate=0.05),
        source=NaturalNoise(),
        finish=Caption(f"{layer} {channel}"),
    )
    found = Shot(source=Exciting(photos, NET, layer, channel, crops=count), finish=Caption("in the photos"))
    return wanted, found
