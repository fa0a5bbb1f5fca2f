"""What style is made of: from layer to deeper layer, and from nearly all painting to nearly the photo."""

from pathlib import Path

from dreamkit import (
    Adam,
    Averaged,
    Caption,
    Carried,
    Clamp,
    Film,
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


@recipe(size=160)
def grid(
    photo: Path = PICTURES / "red_panda.jpg",
    painting: Path = PICTURES / "cafe_terrace.jpg",
    rows: tuple[int, ...] = (1, 2, 3, 4, 5),
    columns: tuple[float, ...] = (0.01, 0.05, 0.25, 1.25),
    steps: int = 14,
) -> Film:
    """Down, the style is that of one layer more in each row; across, the photo counts for more against it."""
    seen, painted = Photo(photo), Photo(painting)
    return Film(
        *(
            Shot(
                net=Net("vgg16_hed"),
                objective=Style(STYLE[:depth], of=painted) + content * Likeness(CONTENT, of=seen),
                regularizer=Scales(smallest=48, first=4) | TotalVariation(3e-5) | Clamp(),
                optimizer=Averaged(Carried(Adam(steps, rate=0.05)), decay=0.9),
                source=seen,
                finish=Caption(f"to {STYLE[depth - 1]}, {content:g}"),
            )
            for depth in rows
            for content in columns
        ),
        columns=len(columns),
    )
