"""One faint pattern, laid over any of some photos, and a network takes each of them for a tiger shark."""

from pathlib import Path

from dreamkit import (
    Colour,
    Confidence,
    CrossEntropy,
    Film,
    LaidOver,
    Net,
    OnPhotos,
    Rounded,
    Shot,
    Shrink,
    SignAscent,
    Views,
    Within,
    recipe,
)

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=(224, 224))
def universal(
    photos: Path = PICTURES, label: str = "tiger shark", levels: int = 10, steps: int = 150, count: int = 6
) -> Film:
    """The same change on every photo; each of them becomes the same fish."""
    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=CrossEntropy(label),
            regularizer=Views(4) | OnPhotos(photos) | Shrink(224) | Within(linf=levels / 255),
            optimizer=Rounded(SignAscent(steps, rate=1 / 255)),
            source=Colour(),
            finish=LaidOver(photos, count) | Confidence(Net("efficientnet_lite0"), label),
        )
    )
