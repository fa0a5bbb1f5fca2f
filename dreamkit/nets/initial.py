"""The numbers that a network is born with: drawn by numpy, so that they are the same on every backend.

Keras draws them with the backend's own random numbers, which differ from backend to backend and which JAX compiles
anew for every shape: 30 seconds for InceptionV3.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

SEED: Final = 20150618  # the day after "Inceptionism"

_RANDOM: Final = (
    *("GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform", "VarianceScaling"),
    *("glorot_normal", "glorot_uniform", "he_normal", "he_uniform", "lecun_normal", "lecun_uniform"),
    *("Orthogonal", "RandomNormal", "RandomUniform", "TruncatedNormal", "orthogonal", "random_normal"),
    *("random_uniform", "truncated_normal", "normal", "uniform", "variance_scaling"),
)
"""Keras's initializers that depend on chance, by all their names."""


@contextlib.contextmanager
def drawn_by_numpy(seed: int | None) -> Iterator[None]:
    """Inside, kernels that Keras would draw are drawn by numpy from `seed`, or are zero where there is none.

    They are normal, with the variance 2 / fan-in that keeps a picture's contrast through ReLUs. Zeros are for
    networks whose weights are loaded next.

    Source: He, Zhang, Ren and Sun 2015, "Delving Deep into Rectifiers", section 2.2.
    """
    import keras

    rng = None if seed is None else np.random.default_rng(seed)

    class Kernel(keras.initializers.Initializer):  # type: ignore[misc]  # Keras is not typed
        def __init__(self, **of_the_one_it_replaces: Any) -> None:
            del of_the_one_it_replaces

        def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Any:
            if rng is None:
                return keras.ops.zeros(shape, dtype)
            depthwise = len(shape) == 4 and shape[-1] == 1  # each channel has a small kernel of its own
            fan_in = int(np.prod(shape[:2] if depthwise else shape[:-1]))
            numbers = rng.standard_normal(shape, np.float32) * np.float32(np.sqrt(2 / max(1, fan_in)))
            return keras.ops.convert_to_tensor(numbers, dtype)

        def get_config(self) -> dict[str, Any]:
            return {}

    with keras.saving.custom_object_scope(dict.fromkeys((*_RANDOM, "Kernel"), Kernel)):
        yield
