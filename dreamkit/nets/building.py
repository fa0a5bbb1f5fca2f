"""Networks with their weights: the released ones, random ones, or those of a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dreamkit.errors import BadWeights
from dreamkit.nets.base import NetSpec
from dreamkit.nets.initial import SEED, drawn_by_numpy
from dreamkit.nets.net import KERAS_FILES

if TYPE_CHECKING:
    import keras


def built(spec: NetSpec, build: Callable[[str], keras.Model]) -> keras.Model:
    """The model that `build`, one of the two ways to build `spec`, makes, with the weights that `spec` names.

    Raises `BadWeights` where they cannot be had, or do not fit.
    """
    if spec.weights == "random":
        with drawn_by_numpy(SEED):
            return build("random")
    if spec.weights != "trained":
        return _from_file(spec, build, Path(spec.weights))
    with drawn_by_numpy(None):
        return build("trained")


def empty(build: Callable[[str], keras.Model]) -> keras.Model:
    """The model without any numbers worth the name, for those who ask only after its shape."""
    with drawn_by_numpy(None):
        return build("random")


def _from_file(spec: NetSpec, build: Callable[[str], keras.Model], path: Path) -> keras.Model:
    """The model with the weights of a file, which may also be a file of the whole network."""
    model = empty(build)
    if spec.read_torch is not None and not path.name.endswith(KERAS_FILES):
        spec.read_torch(model, path)
        return model
    try:
        model.load_weights(path)
    except Exception as error:
        whole = spec.build_classifier
        if whole is None or whole == build or not _holds(whole, path, model):
            reason = str(error).strip().split("\n")[0]
            raise BadWeights(f"{path} does not fit {spec.name}: {reason}") from error
    return model


def _holds(build_whole: Callable[[str], keras.Model], path: Path, part: keras.Model) -> bool:
    """Whether a file has the weights of the whole network; if so, `part` of it gets its own."""
    whole = empty(build_whole)
    try:
        whole.load_weights(path)
    except Exception:  # Keras raises nearly anything on a file that does not fit
        return False
    for layer in part.layers:
        if layer.weights:
            layer.set_weights(whole.get_layer(layer.name).get_weights())
    return True
