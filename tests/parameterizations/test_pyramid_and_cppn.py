"""A pyramid adds up to its picture; a CPPN is smooth, free of size, and begins grey."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import Channel, Clamp, Cppn, Net, Octaves, Pyramid, Shot, ops
from dreamkit.errors import InvalidValue
from dreamkit.regularizers import Regularizer
from dreamkit.testing import check_part
from dreamkit.testing.gradients import at_once


def numpy_of(tensor: object) -> np.ndarray:
    return np.asarray(ops.convert_to_numpy(tensor))


@pytest.mark.parametrize("size", [(32, 48), (17, 9)])
@pytest.mark.parametrize("part", [Pyramid(), Pyramid(levels=1), Pyramid(levels=2, colours="plain")])
def test_a_photo_is_written_and_read(rng: np.random.Generator, part: Pyramid, size: tuple[int, int]) -> None:
    image = 0.05 + 0.9 * rng.random((2, *size, 3)).astype(np.float32)

    def there_and_back(image: Any) -> Any:
        numbers = part.encode(image)
        return numbers, part.decode(numbers, size)

    numbers, again = at_once(there_and_back, ops.convert_to_tensor(image))
    assert len(numbers) == part.levels
    np.testing.assert_allclose(numpy_of(again), image, atol=1e-4)


def test_each_level_is_half_of_the_next() -> None:
    levels = at_once(Pyramid(levels=3).encode, ops.zeros((1, 20, 9, 3)))
    assert [tuple(level.shape) for level in levels] == [(1, 5, 3, 3), (1, 10, 5, 3), (1, 20, 9, 3)]


def test_a_plain_picture_is_all_in_the_smallest_level() -> None:
    smallest, *details = at_once(Pyramid().encode, 0.3 * ops.ones((1, 16, 16, 3)))
    assert np.abs(numpy_of(smallest)).min() > 0.01
    assert all(np.abs(numpy_of(detail)).max() < 1e-5 for detail in details)


def test_a_picture_that_cannot_be_halved_so_often_is_a_sentence() -> None:
    with pytest.raises(InvalidValue) as caught:
        Pyramid(levels=5).encode(ops.zeros((1, 8, 40, 3)))
    assert str(caught.value).startswith("a picture of 40 × 8 pixels cannot be halved 4 times")


def test_a_cppn_begins_grey_and_each_seed_goes_its_own_way() -> None:
    numbers = Cppn().encode(ops.zeros((1, 12, 16, 3)))
    np.testing.assert_allclose(numpy_of(at_once(lambda at: Cppn().decode(at, (12, 16)), numbers)), 0.5)
    again, other = Cppn().encode(ops.zeros((1, 12, 16, 3))), Cppn(seed=1).encode(ops.zeros((1, 12, 16, 3)))
    assert np.array_equal(numpy_of(numbers[1]), numpy_of(again[1]))
    assert not np.array_equal(numpy_of(numbers[1]), numpy_of(other[1]))


def lucid_cppn(weights: list[np.ndarray], height: int, width: int) -> np.ndarray:
    """Lucid's network of one picture in plain numpy."""
    across, down = np.meshgrid(*(np.linspace(-1, 1, side) * 3**0.5 for side in (width, height)))
    at = np.stack([across, down], -1)
    for matrix in weights[:-1]:
        at = at @ matrix
        at = np.arctan((at - at.mean((0, 1))) / np.sqrt(at.var((0, 1)) + 1e-6))
        at = np.concatenate([at / 0.67, at * at / 0.6], -1)
    return 1 / (1 + np.exp(-at @ weights[-1]))


def test_a_cppn_is_lucids(rng: np.random.Generator) -> None:
    drawn = [rng.standard_normal(shape).astype(np.float32) for shape in [(2, 2, 5), (2, 10, 5), (2, 10, 3)]]
    decode = Cppn(layers=2, channels=5).decode
    pictures = numpy_of(at_once(lambda *at: decode(at, (7, 11)), *map(ops.convert_to_tensor, drawn)))
    for number in range(2):
        expected = lucid_cppn([weights[number] for weights in drawn], 7, 11)
        np.testing.assert_allclose(pictures[number], expected, atol=1e-4)


def test_a_cppn_is_the_same_picture_at_any_size(rng: np.random.Generator) -> None:
    drawn = tuple(rng.standard_normal(shape).astype(np.float32) for shape in [(1, 2, 5), (1, 10, 5), (1, 10, 3)])
    numbers, decode = tuple(map(ops.convert_to_tensor, drawn)), Cppn(layers=2, channels=5).decode
    small, large = (numpy_of(at_once(lambda *at, side=side: decode(at, (side, side)), *numbers)) for side in (41, 81))
    assert np.abs(large[:, ::2, ::2] - small).max() < 0.1  # but for the means, which are of other places
    assert np.abs(large[:, ::2, ::2] - small).mean() < 0.02


@pytest.mark.parametrize("part", [Pyramid(), Cppn(layers=2, channels=4)])
def test_they_keep_the_contract(part: Pyramid | Cppn) -> None:
    check_part(part)


@pytest.mark.parametrize("link", [Clamp(), Octaves(2)])
def test_what_needs_a_picture_written_down_is_refused(link: Regularizer) -> None:
    with pytest.raises(InvalidValue) as caught:
        Shot(net=Net("tiny"), objective=Channel("a", 0), parameterization=Cppn(), regularizer=link)
    name = type(link).__name__
    first = f"{name} goes on from a picture that it has changed, and Cppn cannot be begun from a picture"
    assert str(caught.value).splitlines()[0] == first
