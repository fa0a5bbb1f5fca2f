"""A network of a few thousand weights, for tests and for trying a recipe in a second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from dreamkit.nets.base import PREPROCESSINGS, NetSpec
from dreamkit.nets.labels import Labels

if TYPE_CHECKING:
    import keras

SEED: Final = 20150617  # the day of "Inceptionism"

LABELS: Final = Labels(
    ("cat", "dog", "tiger shark", "tower", "crane", "crane", "eye", "spiral"),
    (("kitten",), (), ("shark",), (), ("crane bird",), ("machine",), (), ()),
)


def build(weights: str) -> keras.Model:
    """Four convolutions with a batch norm, and a classifier of eight classes; the same numbers on every backend."""
    del weights  # it was never trained
    import keras
    from keras import layers

    image = keras.Input((None, None, 3), name="image")
    x = image
    for number, channels in enumerate((8, 12, 16, 24)):
        x = layers.Conv2D(channels, 3, 2 if number % 2 else 1, "same", use_bias=False, name=f"conv{number}")(x)
        x = layers.BatchNormalization(epsilon=1e-3, name=f"norm{number}")(x)
        x = layers.ReLU(name=f"relu{number}")(x)
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    x = layers.Dense(len(LABELS), name="logits")(x)
    model = keras.Model(image, layers.Softmax(name="probabilities")(x), name="tiny")
    _draw(model)
    return model


def _draw(model: keras.Model) -> None:
    """Give every weight a number drawn by numpy, scaled so that a picture keeps its contrast from layer to layer."""
    rng = np.random.default_rng(SEED)
    for weight in model.weights:
        if weight.path.endswith(("gamma", "variance")):
            weight.assign(rng.uniform(0.5, 1.5, weight.shape))
        elif weight.path.endswith("kernel"):
            fan_in = int(np.prod(weight.shape[:-1]))
            weight.assign(rng.standard_normal(weight.shape) * np.sqrt(2 / fan_in))
        else:
            weight.assign(0.1 * rng.standard_normal(weight.shape))


TINY: Final = NetSpec(
    name="tiny",
    summary="a few thousand random weights, for tests and trials",
    build=build,
    preprocess=PREPROCESSINGS["-1..1"],
    pixels=32,
    digest=f"tiny-{SEED}",
    labels=lambda: LABELS,
)
