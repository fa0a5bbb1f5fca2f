"""A photograph goes over into a painting's style by its covariances, share by share."""

from pathlib import Path

from dreamkit_styles.decoders import decoder

from dreamkit import WCT, Caption, Film, Photo, Shot, recipe

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=384)
def wct(
    photo: Path = PICTURES / "mountains.jpg",
    painting: Path = PICTURES / "auvers_church.jpg",
    strengths: tuple[float, ...] = (0.0, 0.25, 0.5, 0.75, 1.0),
    pixels: int = 512,
) -> Film:
    """From the photograph to all that the painting's covariances bring; the painting itself at the end."""
    shots = []
    for strength in strengths:
        style = WCT(Photo(painting), decoder("wct"), strength, pixels=pixels)
        shots.append(Shot(source=Photo(photo), finish=style | Caption(f"{strength:.0%}")))
    return Film(*shots, Shot(source=Photo(painting), finish=Caption("the painting")), columns=3)
