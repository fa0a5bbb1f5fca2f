"""How sure a network can be of next to nothing: one class climbed from grey to four confidences, in two ways."""

from math import log

from dreamkit import (
    Ascent,
    Caption,
    Clamp,
    Colour,
    CrossEntropy,
    Decay,
    Film,
    Net,
    Regularizer,
    Rounded,
    Shot,
    Until,
    recipe,
)


@recipe(size=192)
def certain(
    label: str = "flamingo", confidences: tuple[float, ...] = (0.5, 0.99, 0.999, 0.9999), steps: int = 300
) -> Film:
    """Above, nothing holds the pixels; below, every step draws them a little towards grey, and more is needed."""

    def climbed(prior: Regularizer, rate: float, confidence: float) -> Shot:
        return Shot(
            net=Net("efficientnet_lite0"),
            objective=CrossEntropy(label),
            regularizer=prior | Clamp(),
            optimizer=Until(Rounded(Ascent(steps, rate=rate, per="rms")), score=log(confidence)),
            source=Colour(),  # so that all four are on one way
            finish=Caption(f"{100 * confidence:g} % {label}"),
        )

    plain = [climbed(Regularizer(), 0.001, confidence) for confidence in confidences]
    drawn = [climbed(Decay(0.02), 0.01, confidence) for confidence in confidences]
    return Film(*plain, *drawn, columns=len(confidences))
