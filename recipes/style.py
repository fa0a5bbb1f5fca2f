"""A photo as a painter would have painted it: what it shows stays; its strokes and colours are another picture's."""

from pathlib import Path

from dreamkit import (
    Adam,
    Averaged,
    Carried,
    Clamp,
    Effect,
    Film,
    KeepAlpha,
    Likeness,
    Net,
    Photo,
    Scales,
    Shot,
    Style,
    TotalVariation,
    recipe,
)

PICTURES = Path(__file__).parent / "pictures"

STYLE = tuple(f"block{number}_conv1" for number in range(1, 6))
CONTENT = "block4_conv2"


@recipe(size=384)
def style(
    photo: Path = PICTURES / "red_panda.jpg",
    painting: Path = PICTURES / "cafe_terrace.jpg",
    content: float = 0.3,
    scale: float = 1.0,
    smooth: float = 1e-4,
    steps: int = 40,
) -> Film:
    """Coarse to fine; `content` says how much of the photo stays, `scale` how large the painting's strokes are."""
    seen = Photo(photo)
    return Film(
        Shot(
            net=Net("vgg16_hed"),
            objective=Style(STYLE, of=Photo(painting), scale=scale) + content * Likeness(CONTENT, of=seen),
            regularizer=Scales(smallest=128) | TotalVariation(smooth) | Clamp(),
            optimizer=Averaged(Carried(Adam(steps, rate=0.02)), decay=0.9),
            source=seen,
            finish=Effect() if seen.opaque else KeepAlpha(),
        )
    )
