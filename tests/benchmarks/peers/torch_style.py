"""Style transfer in plain torch, written by hand as well as we can, and by neural-style-pt and pystiche.

Both packages are taken through their own words, with dreamkit's losses, weights and optimizer. neural-style is the
name of ProGamerGov/neural-style-pt on the package index.
"""

from __future__ import annotations

import functools
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..cases import CASES, CONTENT, STYLE
from ..machine import peak_gibibytes
from ..transfer import CONTENT_WEIGHT, LBFGS_STEPS, RATE, STYLE_WEIGHT, apart
from . import torchvision_bare
from .torch_network import Network
from .torch_packages import write_vgg

Lap = tuple[Callable[[], dict[str, float]], dict[str, Any]]

LEVELS = 255
"""Pictures of the networks of VGG's kind are in 0 to 255, and so is Adam's rate there."""


class Task:
    """The network and the pictures of a transfer, (1, 3, height, width), as the network wants them."""

    def __init__(self, folder: str) -> None:
        self.network = Network(folder)
        self.known = dict(np.load(Path(folder) / "style.npz"))
        self.photo, self.painting, self.start = (self._shown(name) for name in ("photo", "painting", "start"))

    def _shown(self, name: str) -> torch.Tensor:
        picture = torch.from_numpy(self.known[name]).permute(0, 3, 1, 2).flip(1 if self.network.bgr else ())
        return ((picture - self.network.mean) / self.network.deviation).contiguous()

    def difference(self, loss: torch.Tensor, gradient: torch.Tensor) -> float:
        """How far the loss and its gradient at the start are from dreamkit's."""
        of_pixels = (gradient / self.network.deviation).flip(1 if self.network.bgr else ())
        return apart(float(loss), of_pixels.detach().permute(0, 2, 3, 1).numpy(), self.known)


def by_hand(case: str, folder: str) -> Lap:
    """What a careful author writes: frozen weights, channels last, the gradient of the picture and of nothing else."""
    task, steps = Task(folder), CASES[case].steps
    network = task.network.to(memory_format=torch.channels_last)
    image = task.start.to(memory_format=torch.channels_last).requires_grad_()
    adam = torch.optim.Adam([image], lr=RATE * LEVELS)

    def look(shown: torch.Tensor) -> tuple[torch.Tensor, list[torch.Tensor]]:
        shown = shown * network.deviation + network.mean  # which the network takes away again
        seen = dict(zip(network.wanted, network(shown.flip(1) if network.bgr else shown), strict=True))
        return seen[CONTENT], [_gram(seen[name]) for name in STYLE]

    with torch.no_grad():
        content, grams = look(task.photo)[0], look(task.painting)[1]

    def loss() -> torch.Tensor:
        seen, mine = look(image)
        styles = [(one - other).square().mean() for one, other in zip(mine, grams, strict=True)]
        return CONTENT_WEIGHT * (seen - content).square().mean() + STYLE_WEIGHT * sum(styles[1:], styles[0])

    def step() -> torch.Tensor:
        value = loss()
        (image.grad,) = torch.autograd.grad(value, image)
        float(value)
        adam.step()
        return value

    def lap() -> dict[str, float]:
        for _ in range(steps):
            step()
        return {"gibibytes": peak_gibibytes()}

    value = step()
    return lap, {"steps": steps, "difference": task.difference(value, image.grad)}


def _gram(seen: torch.Tensor) -> torch.Tensor:
    """Over channels × height × width, as neural-style has it; a view of what lies in memory with channels last."""
    rows = seen.permute(0, 2, 3, 1).flatten(0, 2)
    return rows.T @ rows / seen.numel()


def pystiche(case: str, folder: str) -> Lap:
    """Its encoder around the network, its losses, weighted to neural-style's, and its loop."""
    torchvision_bare.allow()
    torchvision_bare.allow_addresses()
    from pystiche import enc, loss, optim

    task, steps = Task(folder), CASES[case].steps
    modules = [(name, one) for name, one in task.network.named_children() if not isinstance(one, torch.nn.Identity)]
    encoder = enc.MultiLayerEncoder(modules)
    content = loss.FeatureReconstructionLoss(encoder.extract_encoder(CONTENT), score_weight=CONTENT_WEIGHT)
    content.set_target_image(task.photo)
    losses = [("content", content)]
    for name in STYLE:
        channels = len(getattr(task.network, name)[0].weight)
        gram = loss.GramLoss(encoder.extract_encoder(name), score_weight=STYLE_WEIGHT / channels**2)
        gram.set_target_image(task.painting)
        losses.append((name, gram))
    encoder.clear_cache()
    criterion, image = loss.LossContainer(losses), task.start.requires_grad_()
    adam = torch.optim.Adam([image], lr=RATE * LEVELS)

    def lap() -> dict[str, float]:
        optim.image_optimization(image, criterion, adam, num_steps=steps, quiet=True)
        return {"gibibytes": peak_gibibytes()}

    value = criterion(image)
    value.backward()
    return lap, {"steps": steps, "difference": task.difference(torch.as_tensor(float(value)), image.grad)}


def neural_style(case: str, folder: str) -> Lap:
    """neural-style-pt's command with Adam, of whose steps each one is timed, but for the first and the last one."""
    task = Task(folder)
    program = prepared(task, case, folder, f"-optimizer adam -learning_rate {RATE * LEVELS} -num_iterations 1")
    took: list[float] = []
    differences: list[float] = []
    step = torch.optim.Adam.step

    def timed(adam: Any, closure: Any) -> Any:
        began = time.perf_counter()
        loss = step(adam, closure)
        took.append(time.perf_counter() - began)
        if not differences:
            differences.append(task.difference(loss, adam.param_groups[0]["params"][0].grad))
        return loss

    torch.optim.Adam.step = timed
    program.main()
    program.params.num_iterations = CASES[case].steps + 2

    def lap() -> dict[str, float]:
        took.clear()
        program.main()
        return {"seconds": statistics.median(took[1:-1]), "gibibytes": peak_gibibytes()}

    return lap, {"difference": differences[0]}


def neural_style_climb(case: str, folder: str) -> Lap:
    """neural-style-pt's command with L-BFGS, from noise and from the photo: seconds, and the losses at the end."""
    task = Task(folder)
    program = prepared(task, case, folder, f"-optimizer lbfgs -init_image photo -num_iterations {LBFGS_STEPS} -seed 0")
    step = torch.optim.LBFGS.step
    found: dict[str, float] = {}

    def timed(lbfgs: Any, closure: Any) -> Any:
        start = "noise" if program.params.init == "random" else "photo"
        began = time.perf_counter()
        first = step(lbfgs, closure)
        found[start] = time.perf_counter() - began
        found[f"{start} loss"] = float(closure())
        return first

    torch.optim.LBFGS.step = timed

    def lap() -> dict[str, float]:
        for program.params.init in ("random", "image"):
            program.main()
        return dict(found)

    return lap, {}


def prepared(task: Task, case: str, folder: str, words: str) -> Any:
    """neural-style-pt's command, ready to run on the task's network and pictures."""
    torchvision_bare.allow()
    os.chdir(folder)  # it reads off the weights' whole path which network they are of
    weights = "vgg19.pth" if CASES[case].net == "vgg19" else "vgg16.pth"
    write_vgg(task.network, Path(weights))
    given = f"-content_image photo -style_image painting -init image -init_image start -model_file {weights}"
    given += f" -style_weight {STYLE_WEIGHT} -content_weight {CONTENT_WEIGHT} -tv_weight 0 -gpu c -disable_check"
    given += f" -image_size {task.photo.shape[3]} -output_image out.png -print_iter 0 -save_iter 0"
    sys.argv = ["neural-style", *given.split(), *words.split()]
    from neural_style import neural_style as program

    pictures = {"photo": task.photo, "painting": task.painting, "start": task.start}
    program.preprocess = lambda name, size: pictures[name]
    program.loadCaffemodel = functools.cache(program.loadCaffemodel)  # half a gigabyte, once is enough
    return program
