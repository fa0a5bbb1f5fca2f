"""torch-dreams, torch-lucent and neural-dream through their own words, with their random views switched off."""

from __future__ import annotations

import functools
import itertools
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from ..cases import CASES, CHANNEL
from . import torchvision_bare
from .torch_network import Network

Lap = tuple[Callable[[], dict[str, float] | None], dict[str, Any]]


def torch_dreams(case: str, folder: str) -> Lap:
    """`Dreamer.render`: the picture as a spectrum, AdamW; it brings its own starting picture of noise."""
    torchvision_bare.allow()
    import torch_dreams

    network, steps = Network(folder), CASES[case].steps
    dreamer = torch_dreams.Dreamer(network, quiet=True, device="cpu")
    dreamer.set_custom_transforms(torch.nn.Identity())
    layers = [getattr(network, name) for name in network.wanted]
    height, width = CASES[case].size

    def climb(count: int) -> None:
        parameter = torch_dreams.AutoImageParam(height=height, width=width, device="cpu", standard_deviation=0.01)
        dreamer.render(layers, parameter, iters=count, custom_func=_loss)

    climb(2)
    return (lambda: climb(steps)), {"steps": steps}


def torch_lucent(case: str, folder: str) -> Lap:
    """`render_vis`: pixels behind a sigmoid, Adam; it brings its own starting picture of noise."""
    torchvision_bare.allow()
    from lucent.optvis import objectives, param, render

    network, steps = Network(folder), CASES[case].steps
    height, width = CASES[case].size
    objective = objectives.Objective(lambda layer: _loss([layer(name) for name in network.wanted]))

    def climb(count: int) -> None:
        render.render_vis(
            network,
            objective,
            param_f=lambda: param.image(width, height, fft=False, decorrelate=False),
            transforms=[],
            thresholds=(count,),
            preprocess=False,
            progress=False,
            show_image=False,
        )

    climb(2)
    return (lambda: climb(steps)), {"steps": steps}


def torch_dreams_channel(case: str, folder: str) -> Lap:
    """A channel's picture with its own transforms: a random affine map, then another size, from 0.5 to 1.2."""
    torchvision_bare.allow()
    import torch_dreams

    network, steps = Network(folder), CASES[case].steps
    dreamer = torch_dreams.Dreamer(network, quiet=True, device="cpu")
    layer = getattr(network, network.wanted[0])
    height, width = CASES[case].size

    def climb(count: int) -> None:
        parameter = torch_dreams.AutoImageParam(height=height, width=width, device="cpu", standard_deviation=0.01)
        dreamer.render([layer], parameter, iters=count, custom_func=lambda seen: -seen[0][:, CHANNEL].mean())

    climb(2)
    return (lambda: climb(steps)), {"steps": steps}


def torch_lucent_channel(case: str, folder: str) -> Lap:
    """A channel's picture with its `standard_transforms` and its spectrum with decorrelated colours."""
    torchvision_bare.allow()
    from lucent.optvis import objectives, param, render

    network, steps = Network(folder), CASES[case].steps
    height, width = CASES[case].size
    objective = objectives.Objective(lambda layer: -layer(network.wanted[0])[:, CHANNEL].mean())

    def climb(count: int) -> None:
        render.render_vis(
            network,
            objective,
            param_f=lambda: param.image(width, height),
            thresholds=(count,),
            preprocess=False,
            progress=False,
            show_image=False,
        )

    climb(2)
    return (lambda: climb(steps)), {"steps": steps}


def neural_dream(case: str, folder: str, layer: str) -> Lap:
    """Its command, whose every step is a call of Adam's; only what lies between two such calls is counted."""
    torchvision_bare.allow()
    from PIL import Image

    network, where = Network(folder), Path(folder)
    photo = (255 * network.photo[0].permute(1, 2, 0)).to(torch.uint8).numpy()
    Image.fromarray(photo).save(where / "photo.png")
    write_vgg(network, where / "vgg16.pth")
    words = f"-content_image {where}/photo.png -model_file {where}/vgg16.pth -output_image {where}/out.png -gpu c"
    words += f" -image_size {max(photo.shape)} -dream_layers {layer} -model_type pytorch -disable_check -loss_mode mse"
    words += " -jitter 0 -num_octaves 1 -num_iterations 1 -octave_iter 1 -print_iter 0 -save_iter 0"
    sys.argv = ["neural-dream", *words.split()]
    from neural_dream import neural_dream as program

    program.loadCaffemodel = functools.cache(program.loadCaffemodel)  # half a gigabyte, once is enough
    called: list[float] = []
    step = torch.optim.Adam.step

    def timed(*args: Any, **options: Any) -> Any:
        called.append(time.perf_counter())
        return step(*args, **options)

    torch.optim.Adam.step = timed

    def lap() -> dict[str, float]:
        called.clear()
        program.main()
        return {"seconds": statistics.median(after - before for before, after in itertools.pairwise(called))}

    return lap, {}


def _loss(layers: list[torch.Tensor]) -> torch.Tensor:
    return -sum(layer.square().mean() for layer in layers)


def write_vgg(network: Network, path: Path) -> None:
    """The convolutions of a VGG under the names that they have in torchvision's, where every ReLU has a number too."""
    number, state = 0, {}
    for _, module in network.named_children():
        if isinstance(module, torch.nn.Sequential):
            state |= {f"features.{number}.weight": module[0].weight, f"features.{number}.bias": module[0].bias}
            number += 2
        elif isinstance(module, torch.nn.MaxPool2d):
            number += 1
    torch.save(state, path)
