"""torchattacks through its own words: targeted PGD without a random start, on the network as it was written down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..cases import CASES
from . import torchvision_bare
from .torch_network import Network

Lap = tuple[Callable[[], None], dict[str, Any]]


class Logits(torch.nn.Module):
    """The network as a classifier."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.network(image)[0]


def pgd(case: str, folder: str, title: str) -> Lap:
    """All pictures of all pairs into `folder` first, and then laps with one of them."""
    torchvision_bare.allow()
    import torchattacks

    network, steps = Network(folder), CASES[case].steps
    attack = torchattacks.PGD(Logits(network).eval(), eps=4 / 255, alpha=1 / 255, steps=steps, random_start=False)
    attack.set_mode_targeted_by_label(quiet=True)
    known = np.load(Path(folder) / "pairs.npz")
    photos = torch.from_numpy(known["photos"]).permute(0, 3, 1, 2).contiguous()
    targets = torch.from_numpy(known["targets"]).long()
    made = [attack(photos[n : n + 1], targets[n : n + 1]) for n in range(len(targets))]
    np.save(Path(folder) / f"{title}.npy", torch.cat(made).permute(0, 2, 3, 1).numpy())

    def lap() -> None:
        attack(photos[:1], targets[:1])

    return lap, {"steps": steps, "difference": network.difference()}
