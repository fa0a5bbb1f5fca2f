"""A picture stretched to another size, also where no size is known."""

from __future__ import annotations

import numpy as np
import pytest

from dreamkit import backend, ops
from dreamkit.backend.choice import chosen
from dreamkit.geometry import stretched


@pytest.mark.parametrize("size", [(12, 16), (5, 7), (30, 17), (1, 1), (12, 40)])
def test_it_is_what_keras_makes_of_it(size: tuple[int, int], image: np.ndarray) -> None:
    expected = ops.image.resize(ops.convert_to_tensor(image), size, interpolation="bilinear", antialias=True)
    came = ops.convert_to_numpy(stretched(ops.convert_to_tensor(image), size))
    assert np.allclose(came, ops.convert_to_numpy(expected), atol=1e-5)


def test_the_same_size_changes_no_bit(image: np.ndarray) -> None:
    assert np.array_equal(ops.convert_to_numpy(stretched(ops.convert_to_tensor(image), (12, 16))), image)


def test_one_trace_serves_all_sizes(image: np.ndarray) -> None:
    traces = []

    def to_the_size_of(_: object, small: object, large: object) -> object:
        traces.append(1)
        return stretched(small, ops.shape(large)[1:3])

    compiled = backend.compiled(to_the_size_of, any_size=True)
    for size in ((20, 30), (7, 9)):
        large = ops.zeros((1, *size, 3))
        assert tuple(compiled(ops.convert_to_tensor(image), large).shape) == (1, *size, 3)
    if chosen() == "tensorflow":
        assert len(traces) == 1
