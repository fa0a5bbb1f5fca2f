"""Words under pictures: where they stand, that they fit, and what does not."""

from __future__ import annotations

import numpy as np
import pytest

from dreamkit import Caption, Shot, ops
from dreamkit.effects import Moment
from dreamkit.errors import InvalidValue


def captioned(caption: Caption, pictures: np.ndarray) -> np.ndarray:
    image = ops.convert_to_tensor(pictures)
    return np.asarray(ops.convert_to_numpy(caption.apply(image, Moment(image, image, 0.0))))


def test_the_pictures_stay_and_the_words_stand_below(rng: np.random.Generator) -> None:
    pictures = rng.random((2, 30, 64, 3)).astype(np.float32)
    done = captioned(Caption(("one", "two"), pixels=20), pictures)
    assert done.shape == (2, 50, 64, 3)
    np.testing.assert_array_equal(done[:, :30], pictures)
    strips = done[:, 30:]
    assert strips.min() < 0.2 < 0.99 < strips.max()
    assert not np.array_equal(strips[0], strips[1])
    across = np.flatnonzero(strips[0].min(axis=(0, 2)) < 0.9)
    assert abs((across[0] + across[-1]) / 2 - 31.5) <= 1.5  # in the middle


def test_long_words_are_smaller() -> None:
    white = np.ones((1, 4, 90, 3), np.float32)
    heights = []
    for words in ("hay", "hayhayhayhayhay"):
        rows = np.flatnonzero(captioned(Caption(words), white)[0, 4:].min(axis=(1, 2)) < 0.9)
        heights.append(rows[-1] - rows[0])
    assert heights[1] < heights[0]


def test_the_lowest_strip_holds_letters_and_a_lower_one_is_refused() -> None:
    assert Caption("a", pixels=10).shape(1, (20, 40)) == (1, (30, 40))
    with pytest.raises(InvalidValue):
        Caption("a", pixels=9)


def test_what_a_sheet_needs_to_know() -> None:
    assert Caption(("a", "b", "c")).shape(3, (20, 40)) == (3, (36, 40))
    assert Caption("a").shape(5, (20, 40)) == (5, (36, 40))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Caption(("a", "b")).shape(3, (20, 40)), "Caption has 2 lines, and there are 3 pictures"),
        (lambda: Caption("a" * 40).shape(1, (20, 40)), "does not fit below a picture of 40 pixels in letters that can"),
        (lambda: Caption("a\nb"), "Caption takes a line of words, or a tuple of them, and 'a\\nb' came"),
        (lambda: Caption(7), "Caption takes a line of words, or a tuple of them, and 7 came"),
        (lambda: Shot(motion=Caption("a")), "Caption writes for the viewer, so it goes into finish="),
    ],
)
def test_what_cannot_be_is_a_sentence(make: object, said: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        make()  # type: ignore[operator]
    assert said in str(caught.value)
