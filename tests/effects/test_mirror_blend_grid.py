"""Halves seen twice, frames that shine through, and many pictures on one sheet."""

from __future__ import annotations

import numpy as np
import pytest

from dreamkit import Blend, Colour, Grid, Mirror, Shot, ops
from dreamkit.effects import Effect, Moment
from dreamkit.effects.mirror import KEPT, Kept
from dreamkit.errors import InvalidValue
from dreamkit.testing import check_part


def applied(effect: Effect, image: np.ndarray, previous: np.ndarray | None = None, interval: float = 1.0) -> np.ndarray:
    before = ops.convert_to_tensor(image if previous is None else previous)
    moment = Moment(before, before[:1], 0.0, interval=ops.convert_to_tensor(interval, dtype="float32"))
    return np.asarray(ops.convert_to_numpy(effect.apply(ops.convert_to_tensor(image), moment)))


@pytest.mark.parametrize("effect", [*map(Mirror, KEPT), Blend(), Blend(0), Grid(), Grid(1, gap=0)], ids=repr)
def test_they_keep_the_contract(effect: Effect) -> None:
    check_part(effect)


@pytest.mark.parametrize("size", [(6, 8), (5, 7)])
@pytest.mark.parametrize("kept", KEPT)
def test_a_mirror_shows_its_half_twice(kept: Kept, size: tuple[int, int], rng: np.random.Generator) -> None:
    image = rng.random((2, *size, 3)).astype(np.float32)
    seen = applied(Mirror(kept), image)
    rows, columns = (slice(side // 2 + side % 2) for side in size)
    whole = slice(None)
    half = {"left": (whole, columns), "top": (rows, whole), "quarters": (rows, columns)}.get(kept)
    if half is None:
        half = (whole, slice(size[1] // 2, None)) if kept == "right" else (slice(size[0] // 2, None), whole)
    assert np.array_equal(seen[:, half[0], half[1]], image[:, half[0], half[1]])
    for axis in {"left": [2], "right": [2], "top": [1], "bottom": [1], "quarters": [1, 2]}[kept]:
        assert np.array_equal(seen, np.flip(seen, axis))
    assert np.array_equal(applied(Mirror(kept), seen), seen)


def test_an_unknown_half_names_the_nearest() -> None:
    with pytest.raises(InvalidValue) as caught:
        Mirror("lft")  # type: ignore[arg-type]
    assert caught.value.what == "Mirror cannot keep 'lft'"
    assert caught.value.hint == "did you mean 'left'? it is one of left, right, top, bottom, quarters"


@pytest.mark.parametrize("fps", [12, 60])
def test_what_shines_through_fades_by_half_in_its_half_life(fps: int) -> None:
    black, frame = np.zeros((1, 2, 2, 3), np.float32), np.ones((1, 2, 2, 3), np.float32)
    for _ in range(fps // 2):
        frame = applied(Blend(half_life=0.25), black, previous=frame, interval=1 / fps)
    assert np.allclose(frame, 0.25, atol=1e-4)


def test_no_half_life_leaves_nothing(image: np.ndarray) -> None:
    assert np.allclose(applied(Blend(0), image, previous=1 - image, interval=1 / 24), image)


def test_a_grid_lays_pictures_out_row_by_row(rng: np.random.Generator) -> None:
    pictures = rng.random((5, 4, 6, 3)).astype(np.float32)
    sheet = applied(Grid(columns=3, gap=2, background=0.25), pictures)
    assert sheet.shape == (1, 10, 22, 3)
    assert np.array_equal(sheet[0, :4, 8:14], pictures[1])
    assert np.array_equal(sheet[0, 6:, :6], pictures[3])
    assert np.all(sheet[0, 4:6] == 0.25)
    assert np.all(sheet[0, 6:, 14:] == 0.25)


def test_a_grid_finds_its_own_columns(rng: np.random.Generator) -> None:
    assert applied(Grid(gap=0), rng.random((8, 10, 10, 3)).astype(np.float32)).shape == (1, 20, 40, 3)


def test_effects_in_the_wrong_place_are_refused() -> None:
    wrong = {
        "Grid lays pictures out for the viewer, so it goes into finish=": {"motion": Grid()},
        "Blend leaves its traces in what is painted next, so it goes into motion=": {"finish": Mirror() | Blend()},
        "Blend needs a source that moves; from a still, each frame grows out of the one before": {"motion": Blend()},
    }
    for what, slots in wrong.items():
        with pytest.raises(InvalidValue) as caught:
            Shot(source=Colour(), **slots)  # type: ignore[arg-type]
        assert caught.value.what == what
