"""What a classifier decides, against numpy, and where it has a slope."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dreamkit import CrossEntropy, Margin, ops
from dreamkit.errors import UnknownName
from dreamkit.nets.tiny import LABELS
from dreamkit.testing import check_part
from dreamkit.testing.gradients import value_and_slope

LOGITS = np.array([[1.0, 4.0, -2.0, 3.5], [90.0, 0.0, 1.0, 2.0]], np.float32)


def test_the_scores_are_those_of_the_definitions(scored: Callable[..., np.ndarray]) -> None:
    probabilities = np.exp(LOGITS.astype(float)) / np.exp(LOGITS.astype(float)).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(
        scored(CrossEntropy((3, 1)), logits=LOGITS), np.log(probabilities[[0, 1], [3, 1]]), rtol=1e-5
    )
    np.testing.assert_allclose(scored(Margin((3, 0)), logits=LOGITS), [-0.5, 88], rtol=1e-5)
    np.testing.assert_allclose(scored(-1.0 * Margin(1), logits=LOGITS[:1]), [-0.5], rtol=1e-5)


def test_a_class_that_is_certain_can_still_be_left() -> None:
    at = ops.convert_to_tensor(np.array([[30.0, 0.0, 0.0]], np.float32))
    slope = value_and_slope(lambda logits: ops.sum(CrossEntropy(0).score({"logits": logits}, ())), at)[1]
    np.testing.assert_allclose(
        ops.convert_to_numpy(slope)[0], np.array([2, -1, -1]) * np.exp(-30), rtol=1e-3, atol=1e-20
    )


def test_they_keep_the_contract() -> None:
    for objective in (CrossEntropy((0, 2)), Margin(1)):
        check_part(objective, activations={"logits": (objective.pictures, 4)})


def test_an_unknown_class_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownName) as error:
        CrossEntropy("tigershark").resolved(LABELS)
    assert error.value.hint == "did you mean 'tiger shark'? `dreamkit nets classes NET` lists all that a network knows"
