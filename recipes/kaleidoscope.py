"""A painting dreams between mirrors, and turns behind them."""

from pathlib import Path

from dreamkit_kaleidoscope import Kaleidoscope

from dreamkit import Ascent, Clamp, Film, Jitter, KeepColours, Layer, Net, Octaves, Photo, Shot, Wave, Zoom, recipe

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=(384, 384), fps=12)
def kaleidoscope(photo: Path = PICTURES / "cafe_terrace.jpg", wedges: int = 12, seconds: float = 4.0) -> Film:
    """A café's lamps become flowers of glass."""
    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=Layer("block10_add") + 0.3 * Layer("block7_add"),
            regularizer=Octaves(3) | Jitter(16) | Clamp(),
            optimizer=Ascent(steps=4, rate=0.005),
            motion=Zoom(per_second=1.15) | KeepColours(0.7),
            # In the finish, so that the dream itself goes on without mirrors, and has no side to repeat.
            finish=Kaleidoscope(wedges, degrees_per_second=Wave(40, period=4)),
            source=Photo(photo),
            seconds=seconds,
        )
    )
