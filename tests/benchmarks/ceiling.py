"""The roof: how fast this machine multiplies matrices, and how fast it convolves at best, in float32."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from .race import Contender, Result

SIDE: Final = 2048
"""Of the square matrices."""

SHAPE: Final = (1, 96, 160, 256)
"""What is convolved, batch first and channels last; 3 × 3, as many channels out as in."""

MATMUL_GFLOP: Final = 2 * SIDE**3 / 1e9
CONVOLUTION_GFLOP: Final = 2 * 9 * SHAPE[1] * SHAPE[2] * SHAPE[3] ** 2 / 1e9

Lap = tuple[Callable[[], dict[str, float]], dict[str, Any]]

TENSORFLOW: Final = Contender("ceiling, TensorFlow", "ceiling:tensorflow_lap")
TORCH: Final = Contender("ceiling, torch", "ceiling:torch_lap")


def roof(result: Result) -> float:
    """GFLOP/s of the convolution."""
    return CONVOLUTION_GFLOP / result.median("convolution")


def tensorflow_lap() -> Lap:
    """With TensorFlow, the kernels as constants, as dreamkit has them."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import tensorflow as tf

    matrix, picture, kernel = (tf.constant(numbers) for numbers in _numbers())
    matmul = tf.function(lambda a: tf.reduce_sum(tf.matmul(a, matrix)))
    convolution = tf.function(lambda x: tf.reduce_sum(tf.nn.conv2d(x, kernel, 1, "SAME")))
    return _timing(lambda: float(matmul(matrix)), lambda: float(convolution(picture)))


def torch_lap() -> Lap:
    """With torch, channels last."""
    import torch

    matrix, picture, kernel = map(torch.from_numpy, _numbers())
    picture = picture.permute(0, 3, 1, 2)  # in memory, channels stay last
    kernel = kernel.permute(3, 2, 0, 1).contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        return _timing(
            lambda: float((matrix @ matrix).sum()),
            lambda: float(torch.nn.functional.conv2d(picture, kernel, padding=1).sum()),
        )


def _numbers() -> tuple[Any, ...]:
    rng = np.random.default_rng(0)
    shapes = (SIDE, SIDE), SHAPE, (3, 3, SHAPE[3], SHAPE[3])
    return tuple(rng.standard_normal(shape, np.float32) for shape in shapes)


def _timing(matmul: Callable[[], float], convolution: Callable[[], float]) -> Lap:
    def lap() -> dict[str, float]:
        began = time.perf_counter()
        matmul()
        between = time.perf_counter()
        convolution()
        return {"matmul": between - began, "convolution": time.perf_counter() - between}

    lap()
    lap()
    return lap, {}
