"""A clip painted by a network, from the command line: as long, as fast and as loud as it came."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from click.testing import CliRunner
from dreamkit_sound.mux import add_sound
from films import rings

from dreamkit.backend.choice import wake
from dreamkit.cli import main
from dreamkit.feedforward.files import Note, load_network
from dreamkit.feedforward.johnson import transformer
from dreamkit.training.saving import save_network

FRAMES, FPS, SIZE = 15, 10, (48, 64)
TIMES = [0.3, 1.1]

RECIPE = '''
"""A clip in a style, frame by frame."""

from pathlib import Path

from dreamkit import Clip, FastStyle, Film, Shot, recipe


@recipe(size=64)
def painted(clip: Path = Path("holiday.mp4"), net: Path = Path("night.keras"), strength: float = 1.0) -> Film:
    """As a network has learnt to paint."""
    return Film(Shot(source=Clip(clip), finish=FastStyle(net, strength)))
'''


@pytest.fixture
def here(folder: Path, clicks: Callable[..., np.ndarray]) -> Path:
    """A folder with the recipe, a clip of moving bars that clicks, and a network that has learnt nothing."""
    (folder / "painted.py").write_text(RECIPE)
    with av.open(str(folder / "holiday.mp4"), "w") as film:
        stream = film.add_stream("libx264", rate=FPS, options={"crf": "10"})
        stream.height, stream.width, stream.pix_fmt = *SIZE, "yuv420p"
        for bars in moving_bars():
            film.mux(stream.encode(av.VideoFrame.from_ndarray(bars, "rgb24")))
        film.mux(stream.encode())
    add_sound(folder / "holiday.mp4", np.float32([clicks(TIMES, FRAMES / FPS)] * 2), 44_100)
    wake()
    save_network(transformer("slim", seed=1), folder / "night.keras", Note("style", {}, 0, ()))
    return folder


def moving_bars() -> list[np.ndarray]:
    """Bars that go four pixels to the right with each frame, (height, width, 3) each."""
    x = np.arange(SIZE[1])
    rows = [127.5 + 100 * np.sin((x - 4 * number) / 5) for number in range(FRAMES)]
    return [np.repeat(np.uint8(row)[None, :, None], SIZE[0], axis=0).repeat(3, axis=2) for row in rows]


def frames(path: Path) -> tuple[list[float], np.ndarray]:
    """When each frame of a film begins, in seconds, and all of them, (frames, height, width, 3) in [0, 1]."""
    with av.open(str(path)) as film:
        shown = list(film.decode(video=0))
    return [frame.time for frame in shown], np.stack([frame.to_ndarray(format="rgb24") for frame in shown]) / 255


def coarse(pictures: np.ndarray) -> np.ndarray:
    """The means of squares of four pixels a side, which a film's file keeps even of colours."""
    return pictures.reshape(FRAMES, SIZE[0] // 4, 4, SIZE[1] // 4, 4, 3).mean(axis=(2, 4))


def test_a_clip_goes_through_in_one_command(here: Path) -> None:
    result = CliRunner().invoke(main, ["render", "painted.py", "-o", "painted.mp4"])
    assert result.exit_code == 0, result.output
    times, came = frames(here / "holiday.mp4")
    painted_times, painted = frames(here / "painted.mp4")
    assert painted_times == pytest.approx(times, abs=1e-6)
    assert painted.shape == came.shape == (FRAMES, *SIZE, 3)
    assert rings(here / "painted.mp4") == pytest.approx(TIMES, abs=0.03)  # twice packed: a packet is 23 ms
    network = load_network(here / "night.keras", ("style",))
    expected = np.array(network(np.float32(came), training=False)).clip(0, 1)
    assert np.abs(coarse(painted - expected)).mean() < 0.02 < 0.1 < np.abs(coarse(painted - came)).mean()


def test_its_sound_stays_where_the_paint_is_faded_out(here: Path) -> None:
    result = CliRunner().invoke(main, ["render", "painted.py", "strength=0", "-o", "plain.mp4"])
    assert result.exit_code == 0, result.output
    assert np.abs(frames(here / "plain.mp4")[1] - frames(here / "holiday.mp4")[1]).mean() < 0.02
    assert rings(here / "plain.mp4") == pytest.approx(TIMES, abs=0.03)
