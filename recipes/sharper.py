"""A small photograph four times as large: enlarged plainly, and by a network that knows what small pictures lose."""

from pathlib import Path

from dreamkit_styles.enlargers import enlarger

from dreamkit import Caption, Film, Photo, Shot, SuperResolution, recipe

PICTURES = Path(__file__).parent / "pictures"

SHARP = enlarger("sharp")


@recipe(size=160)
def sharper(photo: Path = PICTURES / "red_panda.jpg", net: Path = SHARP, strength: float = 1.0) -> Film:
    """Bicubic on the left; what the network adds to it, as far as `strength` says, on the right."""
    seen = Photo(photo)
    ways = {"bicubic": 0.0, "super-resolution": strength}
    shots = [Shot(source=seen, finish=SuperResolution(net, share) | Caption(words)) for words, share in ways.items()]
    return Film(*shots, columns=2)
