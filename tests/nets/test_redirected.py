"""Redirected ReLUs: the numbers of a ReLU, another gradient only where a whole picture's would be blocked."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dreamkit import ops
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.redirected import redirected, run_redirected
from dreamkit.nets.tiny import TINY
from dreamkit.testing.gradients import value_and_slope


def slope(x: np.ndarray, wanted: np.ndarray, cap: float = math.inf) -> np.ndarray:
    """The gradient of the sum of wanted × ReLU."""
    at = ops.convert_to_tensor(x.astype(np.float32))
    wish = ops.convert_to_tensor(wanted.astype(np.float32))
    return np.asarray(ops.convert_to_numpy(value_and_slope(lambda a: ops.sum(wish * redirected(a, cap)), at)[1]))


def as_lucid(x: np.ndarray, wanted: np.ndarray, cap: float) -> np.ndarray:
    """`redirected_relu_grad` and its `relu6`, read picture by picture; there a loss falls, here a score rises."""
    answer = np.zeros_like(x)
    for number, (here, wish) in enumerate(zip(x, wanted, strict=True)):
        plain = np.where((here < 0) | (here > cap), 0, wish)
        pushes_away = ((here < 0) & (wish < 0)) | ((here > cap) & (wish > 0))
        answer[number] = plain if np.linalg.norm(plain) > 0 else np.where(pushes_away, 0, wish)
    return answer


@pytest.mark.parametrize("cap", [math.inf, 6.0])
def test_the_gradient_is_lucids(cap: float, rng: np.random.Generator) -> None:
    x = 8 * rng.standard_normal((5, 3, 4, 2))
    x[1] = -np.abs(x[1])  # silent all over
    x[2] = 6 + np.abs(x[2])  # flat all over, where there is a cap
    x[3] = np.where(rng.random(x[3].shape) < 0.5, -1 - np.abs(x[3]), 7 + np.abs(x[3]))
    wanted = rng.standard_normal(x.shape)
    wanted[4] = np.where(x[4] > 0, 0, wanted[4])  # only silent places are asked for
    assert np.allclose(slope(x, wanted, cap), as_lucid(x, wanted, cap), atol=1e-6)


@pytest.mark.parametrize("cap", [math.inf, 6.0])
def test_the_numbers_are_a_relus(cap: float, rng: np.random.Generator) -> None:
    x = 8 * rng.standard_normal((2, 3, 4, 2)).astype(np.float32)
    came = ops.convert_to_numpy(redirected(ops.convert_to_tensor(x), cap))
    assert np.array_equal(came, np.clip(x, 0, cap))


def model(activation: str) -> Any:
    """A convolution whose bias silences it, and what comes after it, with ReLUs in every way that Keras has.

    Its weights are above 0, so that more of anything is more of everything, and a wish for more never pushes away.
    """
    import keras
    from keras import layers

    silent = {
        "kernel_initializer": keras.initializers.Constant(0.1),
        "bias_initializer": keras.initializers.Constant(-9),
    }
    image = keras.Input((None, None, 3))
    x = layers.Conv2D(4, 3, activation=activation, **silent)(image)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU(6.0)(layers.Conv2D(4, 1, **silent)(x))
    x = layers.Activation("relu")(layers.Dropout(0.5)(x))
    return keras.Model(image, [x, keras.ops.relu6(x - 9.0)])


@pytest.mark.parametrize("activation", ["relu", "relu6"])
def test_a_model_answers_the_same_and_wakes(activation: str, image: np.ndarray) -> None:
    net, at = model(activation), ops.convert_to_tensor(image)
    for plain, opened in zip(net(at, training=False), run_redirected(net, at), strict=True):
        assert np.array_equal(ops.convert_to_numpy(plain), ops.convert_to_numpy(opened))
    for run, wakes in ((lambda x: net(x, training=False), False), (lambda x: run_redirected(net, x), True)):
        gradient = value_and_slope(lambda x, run=run: ops.sum(run(x)[1]), at)[1]
        assert bool(np.any(ops.convert_to_numpy(gradient))) == wakes
    assert net.layers[1].activation.__name__ == activation


def test_what_is_awake_has_the_gradient_of_ever(image: np.ndarray) -> None:
    cut = Cut(LoadedNet(TINY, TINY.build("trained")), ["relu3", "logits"])
    at = ops.convert_to_tensor(image)
    one, other = (
        ops.convert_to_numpy(value_and_slope(lambda x, cut=cut: ops.sum(cut(x)["logits"]), at)[1])
        for cut in (cut, cut.redirected())
    )
    assert np.abs(one).max() > 0
    assert np.allclose(one, other, atol=1e-6)
