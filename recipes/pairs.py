"""Six photos, five paintings, and nothing tuned: what a style does to whatever it meets."""

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

PAIRS = {
    "red_panda": "cafe_terrace",
    "giraffe": "harvest",
    "kingfisher": "night_cafe",
    "mountains": "auvers_church",
    "crab": "langlois_bridge",
    "sunset": "cafe_terrace",
}


def painted(photo: Photo, painting: str, steps: int) -> Shot:
    """As the recipe `style` does it."""
    layers = tuple(f"block{number}_conv1" for number in range(1, 6))
    return Shot(
        net=Net("vgg16_hed"),
        objective=Style(layers, of=Photo(PICTURES / f"{painting}.jpg")) + 0.3 * Likeness("block4_conv2", of=photo),
        regularizer=Scales(smallest=96) | TotalVariation(1e-4) | Clamp(),
        optimizer=Averaged(Carried(Adam(steps, rate=0.02)), decay=0.9),
        source=photo,
        finish=Caption(painting.replace("_", " ")),
    )


@recipe(size=(180, 240))
def pairs(photos: tuple[str, ...] = tuple(PAIRS), steps: int = 40) -> Film:
    """Each photo is seen as one of the paintings' painter might have seen it."""
    return Film(*(painted(Photo(PICTURES / f"{name}.jpg"), PAIRS[name], steps) for name in photos), columns=3)
