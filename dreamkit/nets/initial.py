"""The numbers that a network is born with: drawn by numpy, so that they are the same on every backend.

Keras draws them with the backend's own random numbers, which differ from backend to backend and which JAX compiles
anew for every shape: 30 seconds for InceptionV3.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from dreamkit.backend.asleep import tensorflow_asleep

if TYPE_CHECKING:
    import keras

SEED: Final = 20150618  # the day after "Inceptionism"

_RANDOM: Final = (
    *("GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform", "VarianceScaling"),
    *("glorot_normal", "glorot_uniform", "he_normal", "he_uniform", "lecun_normal", "lecun_uniform"),
    *("Orthogonal", "RandomNormal", "RandomUniform", "TruncatedNormal", "orthogonal", "random_normal"),
    *("random_uniform", "truncated_normal", "normal", "uniform", "variance_scaling", "Kernel"),
)
"""Keras's initializers that depend on chance, by all their names."""


_ZEROS: Final = ("Zeros", "zeros", "zero")
_ONES: Final = ("Ones", "ones", "one")


@contextlib.contextmanager
def drawn_by_numpy(seed: int | None) -> Iterator[None]:
    """Inside, all numbers that a network is born with come from numpy, and so do those of its copies.

    Kernels are normal, from `seed`, with the variance 2 / fan-in that keeps a picture's contrast through ReLUs.
    Without a seed they are zero, for networks whose weights are loaded next.

    Source: He, Zhang, Ren and Sun 2015, "Delving Deep into Rectifiers", section 2.2.
    """
    import keras

    kernel = np.zeros if seed is None else functools.partial(_kernel, np.random.default_rng(seed))
    ours = {_RANDOM: _initializer("Kernel", kernel), _ZEROS: _initializer("Zeros", np.zeros)}
    ours[_ONES] = _initializer("Ones", np.ones)
    by_name = {name: kind for names, kind in ours.items() for name in names}
    with keras.saving.custom_object_scope(by_name), tensorflow_asleep():
        yield


def _initializer(name: str, draw: Callable[[tuple[int, ...]], NDArray[Any]]) -> type[keras.Initializer]:
    """A class that Keras takes for one of its own, whatever arguments the one that it replaces has."""
    import keras

    class Drawn(keras.Initializer):  # type: ignore[misc]  # Keras is not typed
        def __init__(self, **of_the_one_it_replaces: Any) -> None:
            del of_the_one_it_replaces

        def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Any:
            return keras.ops.convert_to_tensor(draw(shape), dtype)

        def get_config(self) -> dict[str, Any]:
            return {}

    Drawn.__name__ = name  # a copy looks it up by this
    return Drawn


def _kernel(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float32]:
    depthwise = len(shape) == 4 and shape[-1] == 1  # each channel has a small kernel of its own
    fan_in = int(np.prod(shape[:2] if depthwise else shape[:-1]))
    return rng.standard_normal(shape, np.float32) * np.float32(np.sqrt(2 / max(1, fan_in)))
