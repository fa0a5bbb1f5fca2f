"""A dream in the colours of a painting."""

from pathlib import Path

from dreamkit_palette import Palette, PaletteClamp

from dreamkit import Ascent, Clamp, Film, Jitter, Layer, Net, Octaves, Photo, Shot, recipe

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=640)
def palette(
    photo: Path = PICTURES / "sunset.jpg",
    painting: Path = PICTURES / "cafe_terrace.jpg",
    count: int = 12,
    weight: float = 0.4,
    amount: float = 0.03,
) -> Film:
    """The sun sets over hills in the colours of van Gogh's café."""
    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=Layer("block10_add") + 0.5 * Layer("block7_add"),
            # The penalty draws the dream towards the painting's colours, and the clamp takes what rainbows it has left.
            regularizer=Octaves(4)
            | Jitter(16)
            | Palette(painting, count, weight)
            | PaletteClamp(painting, count, amount)
            | Clamp(),
            optimizer=Ascent(steps=14, rate=0.008),
            source=Photo(photo),
        )
    )
