"""The number below a picture, read back by its signs, and cut off, never rounded up."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from dreamkit import Fitness, ops
from dreamkit.effects.base import Moment
from dreamkit.effects.fitness import _signs
from dreamkit.errors import InvalidValue
from dreamkit.render.noted import numbers_of, with_numbers
from dreamkit.testing import check_part

DIGITS = "0123456789 "
SURE = {1.0: "100.00%", 0.99999: " 99.99%", 0.9987: " 99.87%", 0.05: "  5.00%", 0.00004: "  0.00%", 0.0: "  0.00%"}


def test_it_says_how_sure_the_network_is() -> None:
    image, signs, point, percent = ops.zeros((len(SURE), 4, 60, 3)), *(_signs(some, 12) for some in (DIGITS, ".", "%"))
    sure = ops.convert_to_tensor(np.array(list(SURE), np.float32))
    shown = ops.convert_to_numpy(Fitness(12).apply(image, Moment(image, image[:1], 0.0, fitness=sure)))
    assert shown.shape == (len(SURE), 16, 60, 3)
    assert (shown[:, :4] == 0).all()
    widths = [*[signs.shape[2]] * 3, point.shape[2], *[signs.shape[2]] * 2, percent.shape[2]]
    ends = np.cumsum([(60 - sum(widths)) // 2, *widths])
    known = [*zip(DIGITS, signs, strict=True), (".", point[0]), ("%", percent[0])]
    cells = [shown[:, 4:, start:end, 1] for start, end in itertools.pairwise(ends)]
    read = ["".join(_nearest(cell[number], known) for cell in cells) for number in range(len(SURE))]
    assert read == list(SURE.values())


def _nearest(cell: np.ndarray, known: list[tuple[str, np.ndarray]]) -> str:
    """The sign that a cell shows."""
    fitting = {sign: drawn for sign, drawn in known if drawn.shape == cell.shape}
    return min(fitting, key=lambda sign: float(np.abs(fitting[sign] - cell).sum()))


def test_it_keeps_the_contract() -> None:
    check_part(Fitness.example())


def test_a_picture_that_is_too_narrow() -> None:
    with pytest.raises(InvalidValue) as caught:
        Fitness(40).shape(1, (64, 64))
    assert str(caught.value).splitlines()[0] == "a number in a strip of 40 pixels is 114 wide, and the picture 64"


@pytest.mark.parametrize("levels", [255, 65535])
def test_numbers_beside_pictures_survive_the_store(levels: int, rng: np.random.Generator) -> None:
    numbers = rng.random(5).astype(np.float32)
    stored = np.rint(with_numbers(rng.random((5, 3, 4, 3)).astype(np.float32), numbers) * levels) / np.float32(levels)
    assert (numbers_of(stored.astype(np.float32)) == numbers).all()
