"""Every network of `keras.applications`, by name, with its own preprocessing."""

from __future__ import annotations

import os
import re
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dreamkit.errors import BadWeights
from dreamkit.nets.applications import APPLICATIONS, Application
from dreamkit.nets.base import NetSpec
from dreamkit.nets.imagenet import imagenet_labels
from dreamkit.parts import Tensor

if TYPE_CHECKING:
    import keras


def _spec(name: str, application: Application) -> NetSpec:
    return NetSpec(
        name=name,
        summary=f"{application.function}, ImageNet, {application.millions} million weights",
        build=lambda weights: _headless(name, application, weights),
        build_classifier=lambda weights: _made(name, application, weights, include_top=True),
        preprocess=lambda image: _preprocess(application.function, image),
        pixels=application.pixels,
        digest=f"keras.applications.{application.function}",
        labels=imagenet_labels,
        origin="Keras",
        megabytes=round(4 * application.millions, 1),
        on_hand=lambda: (_keras_home() / "models" / application.file).exists(),
    )


def _preprocess(function: str, image: Tensor) -> Tensor:
    """A picture in [0, 1] as the module that makes the network wants it."""
    import keras

    module = sys.modules[getattr(keras.applications, function).__module__]
    return module.preprocess_input(255 * image)


def _headless(name: str, application: Application, weights: str) -> keras.Model:
    """The network without its classifier, for pictures of any size."""
    if weights == "trained" and application.function.startswith("NASNet"):
        # Keras gives NASNet its trained weights at one size only.
        model = _headless(name, application, "random")
        model.set_weights(_made(name, application, weights, include_top=False).get_weights())
        return model
    return _made(name, application, weights, include_top=False, input_shape=(None, None, 3))


def _made(name: str, application: Application, weights: str, **how: Any) -> keras.Model:
    """What `keras.applications` makes; raises `BadWeights` where it cannot be had."""
    import keras

    make = getattr(keras.applications, application.function)
    talkative = keras.config.is_interactive_logging_enabled()
    if not sys.stdout.isatty():
        keras.config.disable_interactive_logging()  # its bar is for terminals
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that the size is open is known
            return _renumbered(make(weights="imagenet" if weights == "trained" else None, **how))
    except Exception as error:  # a bare Exception is what Keras raises for a failed download
        raise _unavailable(name, str(error)) from error
    finally:
        if talkative:
            keras.config.enable_interactive_logging()


def _unavailable(name: str, said: str) -> BadWeights:
    from dreamkit.nets.known import on_hand

    line = said.strip().split("\n")[0]
    reason = re.sub(r"^URL fetch failure on (https?://)?([^/]+)\S*: (None|\d+) -- ", r"\2 cannot be reached: ", line)
    return BadWeights(f"{name} cannot be had from Keras: {reason}", hint=f"without a download there are {on_hand()}")


def _renumbered(model: keras.Model) -> keras.Model:
    """The model with the names that it has as the first of its process: "conv2d_3" counts all that Keras has made."""
    automatic: dict[str, list[tuple[int, keras.Layer]]] = {}
    for layer in model.layers:
        match = re.fullmatch(r"(.*?)(?:_(\d+))?", layer.name)
        if match and match[1] == _snake(type(layer).__name__):
            automatic.setdefault(match[1], []).append((int(match[2] or 0), layer))
    for name, layers in automatic.items():
        for number, (_, layer) in enumerate(sorted(layers, key=lambda pair: pair[0])):
            layer.name = f"{name}_{number}" if number else name
    return model


def _snake(name: str) -> str:
    """A class as Keras counts its layers.

    >>> _snake("Conv2D"), _snake("BatchNormalization"), _snake("ReLU")
    ('conv2d', 'batch_normalization', 're_lu')
    """
    words = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", re.sub(r"\W+", "", name))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", words).lower()


def _keras_home() -> Path:
    return Path(os.environ.get("KERAS_HOME", Path.home() / ".keras"))


ZOO: Final = tuple(_spec(name, application) for name, application in APPLICATIONS.items())
