"""Dreams in plain torch: one written by hand as well as we can, and the step of gordicaleksa/pytorch-deepdream.

Source of the second: gordicaleksa/pytorch-deepdream 2020 (`gradient_ascent`, `CascadeGaussianSmoothing`), written from
its algorithm.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import torch
from torch.nn import functional

from ..cases import CASES, RATE, Case
from .torch_network import Network

Lap = tuple[Callable[[], None], dict[str, Any]]

TAPS: Final = 9
CASCADE: Final = (0.5, 1.0, 2.0)
ITERATIONS: Final = 10
SHIFT: Final = 32


def by_hand(case: str, folder: str, channels: str, steps: int = 0) -> Lap:
    """What a careful author writes: frozen weights, and the gradient of the picture and of nothing else.

    `channels` are "last" in memory, which suits torch's plain convolutions, or "first", which suits its depthwise ones.
    """
    chosen, network, image = _prepared(case, folder)
    layout = torch.channels_last if channels == "last" else torch.contiguous_format
    network, image = network.to(memory_format=layout), image.contiguous(memory_format=layout)

    def step(image: torch.Tensor) -> torch.Tensor:
        image = image.detach().requires_grad_()
        score = network.score(image)
        (gradient,) = torch.autograd.grad(score, image)
        float(score)
        return image.detach() + RATE * gradient / gradient.abs().mean().clamp_min(1e-12)

    return _laps(step, image, steps or chosen.steps, network)


def pytorch_deepdream(case: str, folder: str) -> Lap:
    """gordicaleksa's: planes of channels, a shift and back, backward, three Gaussians, mean 0 and deviation 1."""
    chosen, network, image = _prepared(case, folder)
    count = 0

    def step(image: torch.Tensor) -> torch.Tensor:
        nonlocal count
        count += 1
        shifts = tuple(torch.randint(-SHIFT, SHIFT + 1, (2,)).tolist())
        shown = torch.roll(image, shifts, (2, 3)).requires_grad_()
        losses = [functional.mse_loss(seen, torch.zeros_like(seen)) for seen in network(shown)]
        torch.stack(losses).mean().backward()
        assert shown.grad is not None
        smooth = _smoothed(shown.grad, (count % ITERATIONS + 1) / ITERATIONS * 2.0 + 0.5)
        smooth = (smooth - smooth.mean()) / smooth.std()
        moved = (shown.data + RATE * smooth).clamp(0, 1)
        return torch.roll(moved, tuple(-shift for shift in shifts), (2, 3))

    return _laps(step, image, chosen.steps, network)


def _smoothed(gradient: torch.Tensor, sigma: float) -> torch.Tensor:
    side = TAPS // 2
    padded = functional.pad(gradient, [side] * 4, mode="reflect")
    place = torch.arange(-side, side + 1, dtype=torch.float32)
    total = torch.zeros_like(gradient)
    for times in CASCADE:
        line = torch.exp(-((place / (times * sigma)) ** 2) / 2) / (times * sigma * math.sqrt(2 * math.pi))
        kernel = torch.outer(line, line)
        kernel = (kernel / kernel.sum()).repeat(3, 1, 1, 1)
        total = total + functional.conv2d(padded, kernel, groups=3)
    return total / len(CASCADE)


def _prepared(case: str, folder: str) -> tuple[Case, Network, torch.Tensor]:
    network = Network(folder)
    return CASES[case], network, network.photo


def _laps(step: Callable[[torch.Tensor], torch.Tensor], image: torch.Tensor, steps: int, network: Network) -> Lap:
    def lap() -> None:
        climbed = image
        for _ in range(steps):
            climbed = step(climbed)

    facts = {"steps": steps, "difference": network.difference()}
    lap()
    return lap, facts
