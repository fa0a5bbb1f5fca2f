"""A texture made of a painting: out of noise, its colours, strokes and patterns, and nothing that it shows."""

from pathlib import Path

from dreamkit import LBFGS, Clamp, Film, Net, Noise, Photo, Scales, Shot, Style, recipe

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=256)
def texture(
    painting: Path = PICTURES / "cafe_terrace.jpg",
    layers: tuple[str, ...] = ("block1_conv1", "block2_conv1", "block3_conv1", "block4_conv1"),
    scale: float = 1.0,
    steps: int = 40,
) -> Film:
    """A picture whose layers' Gram matrices come near to the painting's; `scale` says how large its strokes are."""
    return Film(
        Shot(
            net=Net("vgg16_hed"),
            objective=Style(layers, of=Photo(painting), scale=scale),
            regularizer=Scales(smallest=64) | Clamp(),
            optimizer=LBFGS(steps),
            source=Noise(0.05),
        )
    )
