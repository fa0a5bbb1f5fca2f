"""A photo that stays the same, while a network takes it for one thing after another."""

from pathlib import Path

from dreamkit import (
    CrossEntropy,
    Film,
    Keyframes,
    Net,
    Objective,
    Photo,
    Rounded,
    Shot,
    Shrink,
    SignAscent,
    Trace,
    Within,
    recipe,
)

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=320, fps=8)
def timeline(
    photo: Path = PICTURES / "giraffe.jpg",
    labels: tuple[str, ...] = ("zebra", "teapot", "submarine"),
    levels: int = 6,
    each: float = 1.6,
) -> Film:
    """A zebra, a teapot, a submarine; all of it within six levels of 255."""
    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=one_after_another(labels, each),
            regularizer=Shrink(224) | Within(linf=levels / 255),
            optimizer=Rounded(SignAscent(1, rate=1 / 255)),
            source=Photo(photo),
            finish=Trace(Net("efficientnet_lite0"), labels),
            seconds=each * len(labels),
        )
    )


def one_after_another(labels: tuple[str, ...], each: float) -> Objective:
    """Every class has its time; between two of them, both are wanted."""
    wishes = []
    for number, label in enumerate(labels):
        keys = {(number + there) * each: weight for there, weight in ((-0.1, 0.0), (0.1, 1.0), (0.9, 1.0), (1.1, 0.0))}
        wishes.append(Keyframes(keys) * CrossEntropy(label))
    return sum(wishes[1:], wishes[0])
