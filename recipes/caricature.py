"""A photograph with its features exaggerated, as three depths of a network see them."""

from pathlib import Path

from dreamkit import (
    Adam,
    Caption,
    Caricature,
    Film,
    Fourier,
    Jitter,
    NaturalNoise,
    Net,
    Photo,
    RandomRotate,
    RandomScale,
    Shot,
    TotalVariation,
    recipe,
)

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=448)
def caricature(
    photo: Path = PICTURES / "crab.jpg",
    layers: tuple[str, ...] = ("block7_add", "block10_add", "block14_add"),
    cosine_power: float = 1.0,
    steps: int = 150,
) -> Film:
    """Out of noise, at each place more of whatever a layer sees there in the photograph."""
    seen = Photo(photo)
    drawn = (
        Shot(
            net=Net("efficientnet_lite0"),
            objective=Caricature(layer, of=seen, cosine_power=cosine_power),
            regularizer=Jitter(16) | RandomRotate(3) | RandomScale(0.95, 1.05) | TotalVariation(1e-3),
            optimizer=Adam(steps, rate=0.05),
            parameterization=Fourier(decay=1.15),
            source=NaturalNoise(),
            finish=Caption(layer),
        )
        for layer in layers
    )
    return Film(Shot(source=seen, finish=Caption("the photo")), *drawn)
