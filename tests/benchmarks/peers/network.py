"""A Keras network written down for other programs: its layers as JSON, its weights beside them, and what it answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from ..cases import CASES, loaded, picture, shot

if TYPE_CHECKING:
    import keras

WANTED: Final = {
    "Conv2D": ("strides", "padding", "dilation_rate", "activation"),
    "DepthwiseConv2D": ("strides", "padding", "dilation_rate", "activation"),
    "BatchNormalization": ("epsilon",),
    "MaxPooling2D": ("pool_size", "strides", "padding"),
    "AveragePooling2D": ("pool_size", "strides", "padding"),
    "GlobalAveragePooling2D": (),
    "Dense": ("activation",),
    "ReLU": ("max_value",),
    "Activation": ("activation",),
    "ZeroPadding2D": ("padding",),
    "Concatenate": (),
    "Add": (),
    "InputLayer": (),
}
"""Each kind of layer that can be written down, with what must be known of it."""

TRIAL: Final = (96, 160)
"""The size of the picture whose score and gradient go with the network, for a check."""


def written(case: str, folder: str, beyond: str = "") -> tuple[Callable[[], None], dict[str, Any]]:
    """Write a case's network to `folder` as network.json, weights.npz and network.keras; nothing is left to time.

    A photo of the case's size goes with it. `beyond` names a layer behind the wanted ones up to which a peer computes
    whether it needs to or not.
    """
    from dreamkit.backend.choice import choose

    choose("tensorflow")
    chosen = CASES[case]
    net = loaded(chosen)
    model = net.cut([*chosen.layers, *([beyond] if beyond else [])])
    layers = [_layer(layer) for layer in model.layers]
    weights = {f"{layer.name}/{i}": w for layer in model.layers for i, w in enumerate(layer.get_weights())}
    where = Path(folder)
    (where / "network.json").write_text(
        json.dumps({"layers": layers, "wanted": list(chosen.layers), **_preprocessing(net.spec.preprocess)})
    )
    np.savez(where / "weights.npz", photo=picture(chosen.size), **weights, **_trial(case))
    net.cut(chosen.layers).save(where / "network.keras")
    return (lambda: None), {}


def _layer(layer: keras.Layer) -> dict[str, Any]:
    kind, config = type(layer).__name__, layer.get_config()
    node = layer._inbound_nodes[0]
    before = [tensor._keras_history.operation.name for tensor in node.input_tensors]
    return {"name": layer.name, "kind": kind, "before": before, **{name: config[name] for name in WANTED[kind]}}


def _preprocessing(preprocess: Callable[[Any], Any]) -> dict[str, Any]:
    """What a network wants of its pictures, as (x - shift) / deviation, and whether blue comes first."""
    from keras import ops

    shown = ops.convert_to_numpy(preprocess(ops.convert_to_tensor(np.eye(4, 3, -1, dtype=np.float32)[None, None])))
    black, red = shown[0, 0, 0], shown[0, 0, 1]
    bgr = bool(red[0] == black[0])
    scale = np.array([shown[0, 0, 1 + (2 - c if bgr else c), c] - black[c] for c in range(3)])
    return {"bgr": bgr, "mean": (-black / scale).tolist(), "deviation": (1 / scale).tolist()}


def _trial(case: str) -> dict[str, NDArray[np.float32]]:
    """A small photo, with dreamkit's own score and gradient for it."""
    from dreamkit import ops
    from dreamkit.nets.look import Cut
    from dreamkit.parts import knobs
    from dreamkit.render.step import Inputs, Step

    dream = shot(CASES[case])
    assert dream.objective is not None
    step = Step(dream, Cut(loaded(CASES[case]), dream.objective.layers))
    image = picture(TRIAL)
    source = ops.convert_to_tensor(image)
    dials = [float(knob) for knob in (*knobs(dream.objective), *knobs(dream.optimizer))]  # type: ignore[arg-type]
    targets = dream.objective.targets(step.look, lambda source: source)
    score, gradient = step.slope(source, Inputs(dials, 0, 0, source, targets))
    return {
        "trial/picture": image,
        "trial/score": ops.convert_to_numpy(score),
        "trial/gradient": ops.convert_to_numpy(gradient),
    }
