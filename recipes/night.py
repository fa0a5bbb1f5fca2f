"""Night falls over a photograph: a network paints each frame in one pass, and more and more of the paint is seen."""

from pathlib import Path

from dreamkit_styles import Painted

from dreamkit import Ease, Film, Photo, Shot, recipe

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=480, fps=12)
def night(photo: Path = PICTURES / "mountains.jpg", style: str = "night", seconds: float = 3) -> Film:
    """From the photograph into the light of van Gogh's café; `style` is any network of dreamkit-styles."""
    return Film(Shot(source=Photo(photo), finish=Painted(style, strength=Ease(0, 1)), seconds=seconds))
