"""A photograph begins to dream: a network paints each frame in one pass, and nothing is climbed."""

from pathlib import Path

from dreamkit_styles import Painted

from dreamkit import Ease, Film, KeepColours, Photo, Shot, recipe

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=480, fps=12)
def daydream(photo: Path = PICTURES / "red_panda.jpg", seconds: float = 3) -> Film:
    """From the photograph to what a channel of efficientnet_lite0 would like to see in it; its colours stay."""
    finish = Painted("scales", strength=Ease(0, 1)) | KeepColours()
    return Film(Shot(source=Photo(photo), finish=finish, seconds=seconds))
