"""What is done to the picture itself after a step."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import Clamp, Decay, ops
from dreamkit.errors import InvalidValue

NOTHING: Any = None


def test_clamp_moves_what_lies_outside_to_the_nearer_end() -> None:
    image = ops.convert_to_tensor(np.array([-0.5, 0.1, 0.5, 0.95, 3.0], np.float32).reshape(1, 1, 5, 1))
    kept = ops.convert_to_numpy(Clamp(0.1, 0.9).project(image, NOTHING)).ravel()
    np.testing.assert_allclose(kept, [0.1, 0.1, 0.5, 0.9, 0.9])


def test_decay_shrinks_the_distance_from_grey_by_the_same_share_each_time(image: np.ndarray) -> None:
    tensor = ops.convert_to_tensor(image)
    for _ in range(5):
        tensor = Decay(0.1, grey=0.4).project(tensor, NOTHING)
    np.testing.assert_allclose(ops.convert_to_numpy(tensor), 0.4 + 0.9**5 * (image - 0.4), atol=1e-6)


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(InvalidValue) as error:
        Clamp(0.5, 0.5)
    assert error.value.what == "Clamp.low must lie below Clamp.high, and 0.5 and 0.5 came"
