"""What a place is said to see is where, and only where, the picture has a gradient towards it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import ops
from dreamkit.backend.choice import chosen
from dreamkit.nets.efficientnet_lite import efficientnet_lite
from dreamkit.nets.receptive import Reach, field, reaches
from dreamkit.nets.squeezenet import squeezenet
from dreamkit.nets.tiny import TINY
from dreamkit.testing.gradients import value_and_slope


def seen(model: Any, layer: str, place: tuple[int, int], size: tuple[int, int]) -> np.ndarray:
    """Where the gradient of one place of a layer is not zero, with all weights above zero so that nothing is hidden."""
    import keras

    cut = keras.Model(model.inputs[0], model.get_layer(layer).output)
    rng = np.random.default_rng(3)
    for weight in cut.weights:
        weight.assign(rng.uniform(0.01, 0.02, weight.shape) if "kernel" in weight.path else np.ones(weight.shape))

    def score(image: Any) -> Any:
        return ops.sum(ops.log1p(cut(image, training=False)[:, place[0], place[1]]))

    picture = ops.convert_to_tensor(rng.uniform(0, 0.01, (1, *size, 3)).astype(np.float32))
    return np.any(ops.convert_to_numpy(value_and_slope(score, picture)[1])[0] != 0, axis=-1)


@pytest.mark.parametrize(
    ("model", "layer", "place"),
    [
        (lambda: TINY.build("random"), "relu3", (5, 7)),
        (lambda: squeezenet(), "fire3_concat", (6, 2)),
        (lambda: efficientnet_lite("efficientnet_lite0", width=0.15), "block4_add", (0, 9)),
    ],
)
def test_it_is_where_the_gradient_is(model: Any, layer: str, place: tuple[int, int]) -> None:
    if chosen() == "jax" and layer != "relu3":
        pytest.skip("XLA takes half a minute, and the network's graph is the same everywhere")
    made, size = model(), (90, 111)
    reach = reaches(made)[layer]
    assert reach is not None
    rows, columns = field(reach, place, size)
    found = seen(made, layer, place, size)
    inside = np.zeros_like(found)
    inside[rows, columns] = True
    assert not np.any(found & ~inside)  # nothing beyond
    down, across = (np.flatnonzero(found.any(axis=axis)) for axis in (1, 0))
    slack = reach[0].stride + 1  # padding that depends on the size
    assert down[0] - rows.start <= slack
    assert rows.stop - 1 - down[-1] <= slack
    assert across[0] - columns.start <= slack
    assert columns.stop - 1 - across[-1] <= slack


def test_by_hand() -> None:
    import keras

    model = keras.Sequential(
        [
            keras.layers.Input((None, None, 3)),
            keras.layers.Conv2D(4, 3, strides=2, padding="valid", name="first"),
            keras.layers.ZeroPadding2D(((2, 1), (0, 0)), name="framed"),
            keras.layers.Conv2D(4, (3, 1), dilation_rate=(2, 1), padding="valid", name="second"),
            keras.layers.GlobalAveragePooling2D(name="whole"),
        ]
    )
    found = reaches(model)
    assert found["first"] == (Reach(2, 0, 2), Reach(2, 0, 2))
    assert found["framed"] == (Reach(2, -4, -2), Reach(2, 0, 2))
    assert found["second"] == (Reach(2, -4, 6), Reach(2, 0, 2))
    assert found["second"][0].pixels == 11
    assert found["whole"] is None
