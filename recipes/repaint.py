"""A film painted frame by frame, in one pass each: another recipe's, or a clip of yours."""

from pathlib import Path

from dreamkit_styles import Painted

from dreamkit import Clip, Film, Shot, recipe

GALLERY = Path(__file__).parents[1] / "gallery"


@recipe(size=320)
def repaint(clip: Path = GALLERY / "tunnel.gif", style: str = "auvers", strength: float = 1.0) -> Film:
    """As long and as fast as the clip, and, with dreamkit-sound, with its sound; `style` is one of dreamkit-styles."""
    return Film(Shot(source=Clip(clip), finish=Painted(style, strength)))
