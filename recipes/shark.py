"""A photo that nobody sees a change in, and that a network takes for a tiger shark."""

from math import log
from pathlib import Path

from dreamkit import (
    Amplified,
    Beside,
    CrossEntropy,
    Film,
    Net,
    Photo,
    Rounded,
    Shot,
    Shrink,
    SignAscent,
    Trace,
    Until,
    Within,
    recipe,
)

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=448, fps=8)
def shark(
    photo: Path = PICTURES / "red_panda.jpg",
    label: str = "tiger shark",
    instead_of: str = "lesser panda",
    levels: int = 4,
    sure: float = 0.99,
    seconds: float = 4.0,
) -> Film:
    """Left what a person sees, right the change ten times as strong, below how sure the network has been."""
    net = Net("efficientnet_lite0")
    return Film(
        Shot(
            net=net,
            objective=CrossEntropy(label),
            regularizer=Shrink(224) | Within(linf=levels / 255),
            # The score is the logarithm of the probability; one step a frame, by one level of the file.
            optimizer=Until(Rounded(SignAscent(1, rate=1 / 255)), score=log(sure)),
            source=Photo(photo),
            finish=Beside(Amplified(10)) | Trace(net, (instead_of, label)),
            seconds=seconds,
        )
    )
