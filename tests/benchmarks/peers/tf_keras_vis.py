"""tf-keras-vis through its own words, with its modifiers and regularizers switched off."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Lap = tuple[Callable[[], None], dict[str, Any]]

EAGER_STEPS = 2
"""In a lap; they are slow."""


def activation_maximization(case: str, folder: str) -> Lap:
    """`ActivationMaximization`: eager steps of RMSprop, its default."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["KERAS_BACKEND"] = "tensorflow"
    import tensorflow as tf
    from tf_keras_vis.activation_maximization import ActivationMaximization

    del case  # the folder has all that is to be known of it
    where = Path(folder)
    # the file remembers how dreamkit draws random weights; these are loaded
    model = tf.keras.models.load_model(where / "network.keras", custom_objects={"Kernel": tf.keras.initializers.Zeros})
    told = json.loads((where / "network.json").read_text())
    photo = np.load(where / "weights.npz")["photo"]
    photo = ((photo - np.asarray(told["mean"])) / np.asarray(told["deviation"])).astype(np.float32)
    maximize = ActivationMaximization(model, clone=False)

    def climb(count: int) -> None:
        maximize(
            [lambda seen: tf.reduce_mean(tf.square(seen), axis=(1, 2, 3))] * len(told["wanted"]),
            seed_input=photo,
            input_range=(-1.0, 1.0),
            input_modifiers=None,
            regularizers=[],
            steps=count,
        )

    climb(1)
    return (lambda: climb(EAGER_STEPS)), {"steps": EAGER_STEPS}
