"""A photograph in the style of five paintings that no network was trained for, each in one pass."""

from pathlib import Path

from dreamkit_styles.decoders import decoder

from dreamkit import AdaIN, Caption, Film, Photo, Shot, recipe

PICTURES = Path(__file__).parent / "pictures"

PAINTINGS = tuple(
    PICTURES / f"{name}.jpg" for name in ("cafe_terrace", "auvers_church", "night_cafe", "harvest", "langlois_bridge")
)


@recipe(size=384)
def adain(
    photo: Path = PICTURES / "red_panda.jpg",
    paintings: tuple[Path, ...] = PAINTINGS,
    strength: float = 1.0,
    pixels: int = 512,
) -> Film:
    """The photograph, and then as each painting has it; `pixels` says how large the painting is seen."""
    seen = Photo(photo)
    shots = [Shot(source=seen, finish=Caption("the photograph"))]
    for painting in paintings:
        style = AdaIN(Photo(painting), decoder("adain"), strength, pixels=pixels)
        shots.append(Shot(source=seen, finish=style | Caption(painting.stem.replace("_", " "))))
    return Film(*shots, columns=3)
