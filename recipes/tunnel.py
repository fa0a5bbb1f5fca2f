"""An endless fall through one photograph."""

from pathlib import Path

from dreamkit import (
    Ascent,
    Clamp,
    Fade,
    Film,
    Jitter,
    KeepColours,
    Keyframes,
    Layer,
    Net,
    Octaves,
    Photo,
    Rotate,
    Shot,
    Wave,
    Zoom,
    recipe,
)

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=(360, 640), fps=24)
def tunnel(photo: Path = PICTURES / "mountains.jpg", seconds: float = 4.0) -> Film:
    """Fall into the mountains while strokes turn into eyes, and eyes into animals."""
    strokes, eyes, animals = Layer("block4_add"), Layer("block7_add"), Layer("block10_add")

    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=Keyframes({0: 0.6, 0.6: 0}) * strokes
            + Fade(0.3, 0) * eyes
            + Keyframes({0: 0.2, 0.7: 1}) * animals,
            regularizer=Octaves(4) | Jitter(16) | Clamp(),
            optimizer=Ascent(steps=3, rate=0.004),
            motion=Zoom(per_second=1.5) | Rotate(degrees_per_second=Wave(12, period=8)) | KeepColours(),
            source=Photo(photo),
            seconds=seconds,
        )
    )
