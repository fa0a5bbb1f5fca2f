"""An endless fall through one photograph."""

from pathlib import Path

from dreamkit import (
    Ascent,
    Clamp,
    Fade,
    Film,
    Jitter,
    Layer,
    Net,
    Octaves,
    Photo,
    Rotate,
    Shot,
    TotalVariation,
    Wave,
    Zoom,
    recipe,
)

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=(288, 512), fps=24)
def tunnel(photo: Path = PICTURES / "mountains.jpg", seconds: float = 4.0) -> Film:
    """Fall into the mountains while strokes turn into eyes and animals."""
    textures, animals = Layer("block7_add"), Layer("block10_add")

    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=Fade(1, 0) * textures + Fade(0, 1) * animals,
            regularizer=Octaves(4) | Jitter(16) | TotalVariation(1e-4) | Clamp(),
            optimizer=Ascent(steps=4, rate=0.006),
            motion=Zoom(per_second=1.6) | Rotate(degrees_per_second=Wave(12, period=8)),
            source=Photo(photo),
            seconds=seconds,
        )
    )
