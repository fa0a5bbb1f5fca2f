"""The weights of a ResNet from a PyTorch file: torchvision's own, or a checkpoint of adversarial training."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadWeights
from dreamkit.nets.base import IMAGENET_DEVIATION, IMAGENET_MEAN
from dreamkit.nets.pth import read_pth

if TYPE_CHECKING:
    import keras

_WRAPPED: Final = re.compile(r"^((module|model)\.)+")
"""What stands before a weight's name once the network has been wrapped, to be trained in parallel or attacked."""

_BATCH_NORM: Final = ("weight", "bias", "running_mean", "running_var")


def load_resnet_weights(model: keras.Model, path: Path) -> None:
    """Give `model`, of `resnet_torch`, the weights of a PyTorch file, in which nothing may be missing or left over.

    The file holds torchvision's state_dict, or is a checkpoint of the library "robustness" (Engstrom et al. 2019;
    Salman et al. 2020 published theirs in the same format): a state_dict under "model", in which the network is
    called `module.model`, the same once more `module.attacker.model`, and `module.normalizer` how pictures are
    prepared. It has been tried on checkpoints that PyTorch wrote in this form, whose networks then answer as they do in
    PyTorch; the published files themselves have not been at hand.

    Raises `BadWeights` where the file is broken, another network's, or made for other pictures.
    """
    tensors = {_WRAPPED.sub("", name): array for name, array in read_pth(path).items()}
    _check_pictures(tensors, path)
    beside = ("attacker.", "normalizer.")
    left = {name for name in tensors if not name.startswith(beside) and not name.endswith("num_batches_tracked")}
    for layer in model.layers:
        if layer.weights:
            names = [f"{_in_torch(layer.name)}.{kind}" for kind in _kinds(layer)]
            left -= set(names)
            for weight, name in zip(_in_order(layer), names, strict=True):
                weight.assign(_fitting(tensors, name, tuple(weight.shape), model.name, path))
    if left:
        raise BadWeights(f"{path} holds weights that {model.name} has no place for, such as {min(left)}")


def _fitting(
    tensors: dict[str, NDArray[Any]], name: str, shape: tuple[int, ...], net: str, path: Path
) -> NDArray[np.float32]:
    """One weight in Keras's order of axes; raises `BadWeights` where it is not there, or has another shape."""
    if name not in tensors:
        hint = "it may be another network's; `dreamkit nets` lists those that are known"
        raise BadWeights(f"{path} holds no {name}, which {net} needs", hint=hint)
    array = tensors[name]
    array = np.transpose(array, {4: (2, 3, 1, 0), 2: (1, 0)}.get(array.ndim, (0,) * array.ndim))
    if array.shape != shape:
        raise BadWeights(f"{path} holds {name} as {array.shape}, where {net} wants {shape}")
    return array.astype(np.float32)


def _in_torch(layer: str) -> str:
    """What PyTorch calls a layer.

    >>> [_in_torch(layer) for layer in ("conv1", "layer1_0_conv2", "layer2_0_downsample_1", "logits")]
    ['conv1', 'layer1.0.conv2', 'layer2.0.downsample.1', 'fc']
    """
    return "fc" if layer == "logits" else layer.replace("_", ".")


def _kinds(layer: keras.Layer) -> tuple[str, ...]:
    return _BATCH_NORM if type(layer).__name__ == "BatchNormalization" else _BATCH_NORM[: len(layer.weights)]


def _in_order(layer: keras.Layer) -> list[Any]:
    if type(layer).__name__ == "BatchNormalization":
        return [layer.gamma, layer.beta, layer.moving_mean, layer.moving_variance]
    return list(layer.weights)


def _check_pictures(tensors: dict[str, NDArray[Any]], path: Path) -> None:
    """Refuse a network whose pictures are prepared otherwise than ImageNet's."""
    for kind, wanted in (("new_mean", IMAGENET_MEAN), ("new_std", IMAGENET_DEVIATION)):
        found = tensors.get(f"normalizer.{kind}", np.array(wanted)).ravel()
        if found.shape != (3,) or not np.allclose(found, wanted, atol=1e-3):
            numbers = ", ".join(f"{number:.3g}" for number in found)
            raise BadWeights(f"{path} was not trained on ImageNet: its {kind} is {numbers}")
