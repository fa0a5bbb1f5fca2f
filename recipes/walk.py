"""A dream over a clip: the camera moves as it was filmed, and what is dreamed stays with it for a while."""

from pathlib import Path

import numpy as np

from dreamkit import Ascent, Blend, Clamp, Clip, Film, Jitter, Layer, Net, Octaves, Photo, Shot, recipe

PICTURES = Path(__file__).parent / "pictures"

SIZE = (216, 384)
FPS = 12


@recipe(size=SIZE, fps=FPS)
def walk(clip: Path | None = None, photo: Path = PICTURES / "stream.jpg", seconds: float = 3.0) -> Film:
    """Walk along a stream whose stones look back; without a clip of yours, along a photograph."""
    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=Layer("block10_add") + 0.3 * Layer("block7_add"),
            regularizer=Octaves(4) | Jitter(16) | Clamp(),
            optimizer=Ascent(steps=8, rate=0.007),
            motion=Blend(half_life=0.07),
            source=Clip(clip or along(photo, seconds)),
            seconds=seconds,
        )
    )


def along(photo: Path, seconds: float) -> Path:
    """A clip of a camera that walks from left to right along a photograph, for want of a real one."""
    import imageio.v3 as iio

    height, width = SIZE
    wide = Photo(photo).frame(0, (round(height * 1.25), round(width * 1.25)), 0)
    top = (wide.shape[0] - height) // 2
    steps = np.linspace(0, wide.shape[1] - width, max(2, round(seconds * FPS))).round().astype(int)
    frames = np.stack([wide[top : top + height, left : left + width] for left in steps])
    path = Path(".dreamkit") / f"walk-{photo.stem}-{len(steps)}.mp4"
    path.parent.mkdir(exist_ok=True)
    iio.imwrite(path, (255 * frames).astype(np.uint8), plugin="pyav", codec="libx264", fps=FPS)
    return path
