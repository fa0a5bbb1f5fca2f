"""A film in which one mountain is painted four times: each painting melts into the next, and the brush never lifts."""

from pathlib import Path

from dreamkit import (
    LBFGS,
    Clamp,
    Film,
    Keyframes,
    Likeness,
    Net,
    Objective,
    Photo,
    Shot,
    Style,
    TotalVariation,
    recipe,
)

PICTURES = Path(__file__).parent / "pictures"

PAINTINGS = ("langlois_bridge.jpg", "harvest.jpg", "night_cafe.jpg", "auvers_church.jpg")
STYLE = tuple(f"block{number}_conv1" for number in range(1, 5))
CONTENT = "block4_conv2"


@recipe(size=192, fps=6)
def seasons(
    photo: Path = PICTURES / "mountains.jpg",
    paintings: tuple[Path, ...] = tuple(PICTURES / name for name in PAINTINGS),
    each: float = 1.4,
    content: float = 0.08,
    steps: int = 12,
) -> Film:
    """Spring, summer, autumn and winter, each out of the last one's paint."""
    seen = Photo(photo)
    return Film(
        Shot(
            net=Net("vgg16_hed"),
            objective=through(paintings, each) + content * Likeness(CONTENT, of=seen),
            regularizer=TotalVariation(5e-5) | Clamp(),
            optimizer=LBFGS(steps, first=0.015),
            source=seen,
            seconds=each * len(paintings),
        )
    )


def through(paintings: tuple[Path, ...], each: float) -> Objective:
    """One style after the other: its weight rises while the one before it falls, and stands at 1 in between."""
    styles = []
    for number, painting in enumerate(paintings):
        keys = {(number + there) * each: weight for there, weight in ((-0.4, 0.0), (0.1, 1.0), (0.6, 1.0), (1.1, 0.0))}
        styles.append(Keyframes(keys, "ease") * Style(STYLE, of=Photo(painting)))
    return sum(styles[1:], styles[0])
