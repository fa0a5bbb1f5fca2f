"""A ResNet with weights from a PyTorch checkpoint answers as the same network does in PyTorch."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dreamkit.backend.choice import chosen
from dreamkit.errors import BadWeights
from dreamkit.nets.base import IMAGENET_DEVIATION, IMAGENET_MEAN
from dreamkit.nets.find import spec_of
from dreamkit.nets.net import Net
from dreamkit.nets.resnet_torch import resnet_torch
from dreamkit.nets.resnet_weights import load_resnet_weights
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.testing.gradients import at_once

torch = pytest.importorskip("torch")

REGISTRY = Registry(Plugins(only=()))
SHAPES = pytest.mark.parametrize(("blocks", "bottleneck"), [((1, 2, 1, 1), False), ((2, 1, 1, 1), True)])


def conv(start: int, out: int, kernel: int, stride: int = 1) -> Any:
    return torch.nn.Conv2d(start, out, kernel, stride, padding=kernel // 2, bias=False)


class Block(torch.nn.Module):
    """A block as torchvision writes it, with the stride in the 3x3 convolution."""

    def __init__(self, start: int, channels: int, stride: int, bottleneck: bool) -> None:
        super().__init__()
        last = 4 * channels if bottleneck else channels
        steps = [(start, channels, 3, stride), (channels, channels, 3, 1)]
        if bottleneck:
            steps = [(start, channels, 1, 1), (channels, channels, 3, stride), (channels, last, 1, 1)]
        for number, step in enumerate(steps, start=1):
            self.add_module(f"conv{number}", conv(*step))
            self.add_module(f"bn{number}", torch.nn.BatchNorm2d(step[1]))
        self.count, self.downsample = len(steps), None
        if stride > 1 or start != last:
            self.downsample = torch.nn.Sequential(conv(start, last, 1, stride), torch.nn.BatchNorm2d(last))

    def forward(self, x: Any) -> Any:
        y = x
        for number in range(1, self.count + 1):
            y = getattr(self, f"bn{number}")(getattr(self, f"conv{number}")(y))
            y = torch.relu(y) if number < self.count else y
        return torch.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(torch.nn.Module):
    """A narrow ResNet whose numbers are all drawn, the running means and variances too."""

    def __init__(self, blocks: tuple[int, ...], bottleneck: bool, width: int = 8, classes: int = 10) -> None:
        super().__init__()
        torch.manual_seed(3)
        self.conv1, self.bn1 = conv(3, width, 7, 2), torch.nn.BatchNorm2d(width)
        start = width
        for stage, count in enumerate(blocks, start=1):
            channels, layer = width * 2 ** (stage - 1), []
            for number in range(count):
                layer.append(Block(start, channels, 2 if stage > 1 and number == 0 else 1, bottleneck))
                start = 4 * channels if bottleneck else channels
            self.add_module(f"layer{stage}", torch.nn.Sequential(*layer))
        self.fc = torch.nn.Linear(start, classes)
        for norm in (module for module in self.modules() if isinstance(module, torch.nn.BatchNorm2d)):
            torch.nn.init.uniform_(norm.weight, 0.5, 1.5)
            torch.nn.init.normal_(norm.bias, std=0.1)
            norm.running_mean.normal_(std=0.1)
            norm.running_var.uniform_(0.5, 1.5)
        self.eval()

    def forward(self, x: Any) -> dict[str, Any]:
        x = torch.nn.functional.max_pool2d(torch.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        seen = {"maxpool": x}
        for stage in range(1, 5):
            x = seen[f"layer{stage}"] = getattr(self, f"layer{stage}")(x)
        seen["logits"] = self.fc(x.mean(dim=(2, 3)))
        return seen


def checkpoint(net: Any, mean: tuple[float, ...] = IMAGENET_MEAN) -> dict[str, Any]:
    """What the library "robustness" saves: the network twice, its pictures' mean, and how the training stood."""
    normal = {"new_mean": torch.tensor(mean)[:, None, None], "new_std": torch.tensor(IMAGENET_DEVIATION)[:, None, None]}
    weights = {}
    for inner, outer in (("normalizer", "model"), ("attacker.normalize", "attacker.model")):
        weights |= {f"module.{inner}.{name}": value for name, value in normal.items()}
        weights |= {f"module.{outer}.{name}": value for name, value in net.state_dict().items()}
    optimizer = torch.optim.SGD(net.parameters(), 0.1, momentum=0.9)
    schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, [50, 100])
    beside = {"optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "epoch": 3, "amp": "N/A"}
    return {"model": weights, **beside, "best": np.float64(0.5)}


@SHAPES
@pytest.mark.parametrize("zipped", [True, False])
def test_it_answers_as_it_does_in_pytorch(blocks, bottleneck, zipped, tmp_path):
    import keras

    if chosen() == "jax" and not zipped:
        pytest.skip("a file is read alike on every backend")
    theirs, path = ResNet(blocks, bottleneck), tmp_path / "robust.ckpt"
    torch.save(checkpoint(theirs), path, _use_new_zipfile_serialization=zipped)
    ours = resnet_torch("resnet", blocks, bottleneck=bottleneck, width=8, classes=10)
    load_resnet_weights(ours, path)
    picture = np.random.default_rng(1).standard_normal((1, 69, 50, 3)).astype(np.float32)
    with torch.no_grad():
        wanted = {name: seen.numpy() for name, seen in theirs(torch.tensor(picture.transpose(0, 3, 1, 2))).items()}
    names = {name: f"{name}_{blocks[int(name[-1]) - 1] - 1}" if "layer" in name else name for name in wanted}
    cut = keras.Model(ours.inputs[0], [ours.get_layer(name).output for name in names.values()])
    answers = at_once(cut, keras.ops.convert_to_tensor(picture))
    for seen, answer in zip(wanted.values(), answers, strict=True):
        answer = keras.ops.convert_to_numpy(answer)
        np.testing.assert_allclose(answer.transpose(0, 3, 1, 2) if seen.ndim == 4 else answer, seen, atol=1e-4)


def test_torchvisions_own_file_is_read_as_well(tmp_path):
    theirs, path = ResNet((1, 1, 1, 1), bottleneck=True), tmp_path / "resnet.pth"
    torch.save(theirs.state_dict(), path)
    ours = resnet_torch("resnet", (1, 1, 1, 1), bottleneck=True, width=8, classes=10)
    load_resnet_weights(ours, path)
    kernel = np.asarray(ours.get_layer("logits").get_weights()[0])
    np.testing.assert_array_equal(kernel.T, theirs.state_dict()["fc.weight"].numpy())


class Evil:
    """Runs a command when it is unpickled by a reader that lets it."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> Any:
        return os.system, (f"touch {self.trace}",)


def told(saved: Any, path: Path) -> str:
    torch.save(saved, path)
    ours = resnet_torch("resnet", (1, 1, 1, 1), bottleneck=False, width=8, classes=10)
    with pytest.raises(BadWeights) as caught:
        load_resnet_weights(ours, path)
    return str(caught.value)


def test_what_does_not_fit_is_a_sentence(tmp_path):
    path, right = tmp_path / "net.ckpt", ResNet((1, 1, 1, 1), bottleneck=False)
    holds, hint = f"{path} holds", "\n  it may be another network's; `dreamkit nets` lists those that are known"
    assert told(checkpoint(right, mean=(0.4914, 0.4822, 0.4465)), path) == (
        f"{path} was not trained on ImageNet: its new_mean is 0.491, 0.482, 0.447"
    )
    assert told(checkpoint(ResNet((2, 1, 1, 1), bottleneck=False)), path) == (
        f"{holds} weights that resnet has no place for, such as layer1.1.bn1.bias"
    )
    assert told(checkpoint(ResNet((1, 1, 1, 1), bottleneck=False, classes=7)), path) == (
        f"{holds} fc.weight as (64, 7), where resnet wants (64, 10)"
    )
    assert told({"model": "resnet18"}, path) == f"{holds} no conv1.weight, which resnet needs{hint}"


def test_code_beside_the_weights_is_refused_and_not_run(tmp_path):
    path, trace = tmp_path / "net.ckpt", tmp_path / "trace"
    said = told({**checkpoint(ResNet((1, 1, 1, 1), bottleneck=False)), "args": Evil(trace)}, path)
    what = f"asks to call {os.system.__module__}.system, which weights have no need of"
    assert said == f"{path} is refused: it {what}"
    assert not trace.exists()


def test_a_recipe_names_the_file(tmp_path):
    path = tmp_path / "checkpoint.pt.best"
    path.write_bytes(b"hello")
    spec = spec_of(Net("resnet50_torch", weights=str(path)), REGISTRY)
    assert spec.weights == str(path)
    with pytest.raises(BadWeights, match=r"checkpoint\.pt\.best cannot be read as PyTorch weights: "):
        spec.read_torch(None, path)


def test_without_a_file_there_are_no_weights_and_other_networks_take_none():
    spec = spec_of(Net("resnet18_torch"), REGISTRY)
    with pytest.raises(BadWeights) as caught:
        spec.build("trained")
    hint = 'say Net("resnet18_torch", weights="resnet.ckpt") with a file of yours; a robust ResNet\'s fits'
    assert str(caught.value) == f"resnet18_torch comes without trained weights\n  {hint}"


def test_a_network_of_keras_takes_no_pytorch_file(tmp_path):
    path = tmp_path / "net.pth"
    path.write_bytes(b"hello")
    with pytest.raises(BadWeights, match=r"tiny takes its weights from an \.h5 file, and .*net\.pth came"):
        spec_of(Net("tiny", weights=str(path)), REGISTRY)


@pytest.mark.parametrize(("name", "parameters"), [("resnet18_torch", 11_689_512), ("resnet50_torch", 25_557_032)])
def test_they_have_as_many_parameters_as_torchvisions(name, parameters):
    from dreamkit.nets.building import empty

    model = empty(REGISTRY.nets[name].build)
    assert sum(int(np.prod(weight.shape)) for weight in model.trainable_weights) == parameters
