"""What a network keeps of a photograph, from its first layer to its last, in two ways."""

from pathlib import Path

from dreamkit import (
    Adam,
    Caption,
    Clamp,
    Film,
    Fourier,
    Inversion,
    Jitter,
    LpNorm,
    Momentum,
    NaturalNoise,
    Net,
    Noise,
    Photo,
    RandomRotate,
    RandomScale,
    Shot,
    Steps,
    TotalVariation,
    inversion_priors,
    recipe,
)
from dreamkit.regularizers.natural import Depth

PICTURES = Path(__file__).parent / "pictures"

# The priors' depth, and how fast the pixels may go: a deep layer answers noise a hundred times as loudly as a photo.
LADDER: dict[str, tuple[Depth, float]] = {
    "stem_relu": ("shallow", 1.0),
    "block2_add": ("shallow", 1.0),
    "block4_add": ("middle", 1.0),
    "block7_add": ("middle", 1.0),
    "block10_add": ("deep", 0.3),
    "block14_add": ("deep", 0.3),
    "logits": ("deep", 0.3),
}
OTHERS: tuple[Depth, float] = ("deep", 0.3)

# What waves need; the more, the less a layer keeps. The logits know no places, and the crab is looked at from many.
PRIORS = {
    "shallow": TotalVariation(3e-5),
    "middle": TotalVariation(1e-4) | LpNorm(0.03),
    "deep": TotalVariation(3e-4) | LpNorm(0.1),
    "logits": Jitter(16) | RandomRotate(5) | RandomScale(0.95, 1.05) | TotalVariation(1e-3) | LpNorm(0.1),
}


def in_waves(photo: Photo, layer: str, steps: int) -> Shot:
    """Waves, which come to the shape before the grain."""
    depth = "logits" if layer == "logits" else LADDER.get(layer, OTHERS)[0]
    return Shot(
        net=Net("efficientnet_lite0"),
        objective=Inversion(layer, photo),
        regularizer=PRIORS[depth],
        optimizer=Adam(steps, rate=0.05),
        parameterization=Fourier(),
        source=NaturalNoise(),
        finish=Caption(f"{layer}, waves"),
    )


def in_pixels(photo: Photo, layer: str, steps: int) -> Shot:
    """Pixels, as Mahendran and Vedaldi did it: out of loud noise, downhill with momentum, under their priors."""
    depth, rate = LADDER.get(layer, OTHERS)
    return Shot(
        net=Net("efficientnet_lite0"),
        objective=Inversion(layer, photo),
        regularizer=inversion_priors(depth) | Clamp(),
        optimizer=Momentum(steps, rate=rate * Steps((4e-3, 4e-4, 4e-4, 4e-5), along="steps")),
        source=Noise(0.27),
        finish=Caption(f"{layer}, pixels"),
    )


@recipe(size=(224, 224))
def inversion(photo: Path = PICTURES / "crab.jpg", layers: tuple[str, ...] = tuple(LADDER), steps: int = 150) -> Film:
    """The first layers keep nearly all; the last know that there was a crab, and forget where."""
    seen = Photo(photo)
    shots = [Shot(source=seen, finish=Caption("the photo"))]
    for layer in layers:
        longer = 2 * steps if layer == "logits" else steps
        shots += [in_waves(seen, layer, longer), in_pixels(seen, layer, 2 * steps)]
    return Film(*shots)
