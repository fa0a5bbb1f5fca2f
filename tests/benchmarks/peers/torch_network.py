"""A network that was written down, as torch modules; needs no Keras, so that it runs in a peer's environment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional


class Network(nn.Module):
    """The layers as submodules under their own names; shows pictures (batch, 3, height, width) in [0, 1].

    Gives the wanted layers' activations. Anything in `folder` was put there by `network.written`.
    """

    def __init__(self, folder: str) -> None:
        super().__init__()
        told = json.loads((Path(folder) / "network.json").read_text())
        numbers = np.load(Path(folder) / "weights.npz")
        self.photo = torch.from_numpy(numbers["photo"]).permute(0, 3, 1, 2).contiguous()
        self.trial = {name: torch.from_numpy(numbers[f"trial/{name}"]) for name in ("picture", "score", "gradient")}
        self.wanted, self.bgr = tuple(told["wanted"]), told["bgr"]
        self._graph = [(layer["name"], tuple(layer["before"])) for layer in told["layers"]]
        for layer in told["layers"]:
            weights = []
            while (name := f"{layer['name']}/{len(weights)}") in numbers:
                weights.append(torch.from_numpy(numbers[name]))
            self.add_module(layer["name"], _module(layer, weights))
        self.register_buffer("mean", torch.tensor(told["mean"]).reshape(1, 3, 1, 1))
        self.register_buffer("deviation", torch.tensor(told["deviation"]).reshape(1, 3, 1, 1))
        self.eval().requires_grad_(requires_grad=False)

    def forward(self, image: torch.Tensor) -> list[torch.Tensor]:
        image = image.flip(1) if self.bgr else image
        known = {"": (image - self.mean) / self.deviation}
        for name, before in self._graph:
            known[name] = getattr(self, name)(*(known[other] for other in before or ("",)))
        return [known[name] for name in self.wanted]

    def score(self, image: torch.Tensor) -> torch.Tensor:
        """The sum of the wanted layers' mean squares."""
        means = [activation.square().mean() for activation in self(image)]
        return sum(means[1:], means[0])

    def difference(self) -> float:
        """How far the trial's score and gradient are from those that came with the network, as a share of them.

        A pixel of the gradient may differ for good where a ReLU or a pool is undecided, hence a norm.
        """
        image = self.trial["picture"].permute(0, 3, 1, 2).requires_grad_()
        score = self.score(image)
        (gradient,) = torch.autograd.grad(score, image)
        theirs = self.trial["gradient"].permute(0, 3, 1, 2)
        return max(
            float((score - self.trial["score"]).abs() / self.trial["score"].abs()),
            float((gradient - theirs).norm() / theirs.norm()),
        )


class Same(nn.Module):
    """What TensorFlow calls "same": as much padding as ceil(size / stride) cells need, the larger half behind."""

    def __init__(self, inner: nn.Module, kernel: tuple[int, int], strides: tuple[int, int], fill: float) -> None:
        super().__init__()
        self.inner, self.kernel, self.strides, self.fill = inner, kernel, strides, fill

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        pads: list[int] = []
        for size, kernel, stride in zip(x.shape[:1:-1], self.kernel[::-1], self.strides[::-1], strict=True):
            missing = max(0, (-(-size // stride) - 1) * stride + kernel - size)
            pads += [missing // 2, missing - missing // 2]
        return self.inner(functional.pad(x, pads, value=self.fill) if any(pads) else x)


class Joined(nn.Module):
    """Several layers side by side."""

    def forward(self, *parts: torch.Tensor) -> torch.Tensor:
        return torch.cat(parts, 1)


class Averaged(nn.Module):
    """The mean over all places."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.mean((2, 3))


class Added(nn.Module):
    """The sum of several layers."""

    def forward(self, *parts: torch.Tensor) -> torch.Tensor:
        return sum(parts[1:], parts[0])


def _module(layer: dict[str, Any], weights: list[torch.Tensor]) -> nn.Module:
    kind = layer["kind"]
    if kind in ("Conv2D", "DepthwiseConv2D"):
        convolution = _convolution(layer, weights)
        relu = layer["activation"] == "relu"
        return nn.Sequential(convolution, nn.ReLU(inplace=True)) if relu else convolution
    if kind == "BatchNormalization":
        return _norm(layer, weights)
    if kind == "MaxPooling2D":
        pool = nn.MaxPool2d(layer["pool_size"], layer["strides"])
        return _padded(pool, layer, layer["pool_size"], -float("inf"))
    if kind == "AveragePooling2D":
        return _average(layer)
    if kind == "Dense":
        return _dense(layer, weights)
    if kind == "ZeroPadding2D":
        (top, bottom), (left, right) = layer["padding"]
        return nn.ZeroPad2d((left, right, top, bottom))
    if kind in ("ReLU", "Activation"):
        assert layer.get("activation", "relu") == "relu"
        return nn.ReLU6(inplace=True) if layer.get("max_value") == 6 else nn.ReLU(inplace=True)
    joints = {"Concatenate": Joined, "Add": Added, "GlobalAveragePooling2D": Averaged, "InputLayer": nn.Identity}
    return joints[kind]()


def _dense(layer: dict[str, Any], weights: list[torch.Tensor]) -> nn.Module:
    assert layer["activation"] == "linear"
    kernel, bias = weights
    dense = nn.Linear(*kernel.shape)
    dense.weight.data, dense.bias.data = kernel.T.contiguous(), bias
    return dense


def _convolution(layer: dict[str, Any], weights: list[torch.Tensor]) -> nn.Module:
    kernel, *bias = weights
    deep = layer["kind"] == "DepthwiseConv2D"
    kernel = kernel.permute(2, 3, 0, 1) if deep else kernel.permute(3, 2, 0, 1)
    groups = len(kernel) if deep else 1
    same = layer["padding"] == "same"
    plain = same and tuple(layer["strides"]) == (1, 1)  # then torch pads as cheaply itself
    convolution = nn.Conv2d(
        kernel.shape[1] * groups,
        len(kernel),
        tuple(kernel.shape[2:]),
        stride=tuple(layer["strides"]),
        padding=tuple(side // 2 for side in kernel.shape[2:]) if plain else 0,
        groups=groups,
        bias=bool(bias),
    )
    convolution.weight.data = kernel.contiguous()
    if bias:
        convolution.bias.data = bias[0]
    return convolution if plain or not same else _padded(convolution, layer, list(kernel.shape[2:]), 0.0)


def _norm(layer: dict[str, Any], weights: list[torch.Tensor]) -> nn.Module:
    *affine, mean, variance = weights
    norm = nn.BatchNorm2d(len(mean), eps=layer["epsilon"])
    norm.running_mean, norm.running_var = mean, variance
    norm.bias.data = affine[-1]
    norm.weight.data = affine[0] if len(affine) == 2 else torch.ones_like(mean)  # InceptionV3 has no scale
    return norm


def _average(layer: dict[str, Any]) -> nn.Module:
    sides, strides = layer["pool_size"], layer["strides"]
    if layer["padding"] == "valid":
        return nn.AvgPool2d(sides, strides)
    assert list(strides) == [1, 1]
    return nn.AvgPool2d(sides, strides, padding=sides[0] // 2, count_include_pad=False)


def _padded(module: nn.Module, layer: dict[str, Any], kernel: list[int], fill: float) -> nn.Module:
    if layer["padding"] == "valid":
        return module
    return Same(module, tuple(kernel), tuple(layer["strides"]), fill)
