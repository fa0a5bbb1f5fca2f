"""A photograph goes over into a painting's style by its covariances, share by share and layer by layer."""

from pathlib import Path

from dreamkit_styles.decoders import decoder

from dreamkit import WCT, Caption, Film, Photo, Shot, recipe

PICTURES = Path(__file__).parent / "pictures"

# A deep layer comes before those above it, and brings coarse patterns for them to refine.
LAYERS = {
    "one layer": ("wct",),
    "two layers": ("wct", "wct_fine"),
    "three layers": ("wct_deep", "wct", "wct_fine"),
}


@recipe(size=384)
def wct(
    photo: Path = PICTURES / "red_panda.jpg",
    painting: Path = PICTURES / "cafe_terrace.jpg",
    strengths: tuple[float, ...] = (0.5, 1.0),
    pixels: int = 512,
) -> Film:
    """A row for each strength and a column for each number of layers, behind the photograph and the painting."""
    given = {"the photograph": Photo(photo), "the painting": Photo(painting)}
    shots = []
    for row, strength in enumerate(strengths):
        words, first = list(given.items())[row % len(given)]
        shots.append(Shot(source=first, finish=Caption(words)))
        for words, names in LAYERS.items():
            style = WCT(Photo(painting), tuple(decoder(name) for name in names), strength, pixels=pixels)
            shots.append(Shot(source=Photo(photo), finish=style | Caption(f"{words}, {strength:.0%}")))
    return Film(*shots, columns=1 + len(LAYERS))
