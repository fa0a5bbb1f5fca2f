"""A network of the reader's own, from a `.keras` file, which is never allowed to run code."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamkit.digests import digest, file_digest
from dreamkit.errors import BadWeights, InvalidValue
from dreamkit.nets.base import PREPROCESSINGS, NetSpec
from dreamkit.nets.channels import CHANNELS, SHOWN, in_channels
from dreamkit.nets.classifier import classifiers
from dreamkit.nets.labels import Labels
from dreamkit.nets.nesting import opened
from dreamkit.parts import Part

if TYPE_CHECKING:
    import keras


def own_net(path: Path, pixels: str, by: Part | None = None) -> NetSpec:
    """The network in a `.keras` file; its classes are named by the lines of the file `<path>.labels.txt`, if any.

    A line may hold several names, with commas between them. `pixels` is one of `PREPROCESSINGS`, and may be empty
    where the network begins with a Rescaling or Normalization of its own. A network of one or four channels is shown
    what `in_channels` makes of a picture. Raises `BadWeights` for a file that is none
    or that holds code, and `InvalidValue` where nothing says what the network's pictures should be.
    """
    config = _config(path, by)
    for name in code_in(config):
        what = f"{path} asks for {name!r}, which is code of its own, and code in a file is never run"
        raise BadWeights(what, by=by, hint="build the network from Keras's own layers, and save it again")
    if not pixels and not _scales_itself(config):
        choices = ", ".join(repr(choice) for choice in PREPROCESSINGS)
        hint = f'say Net("{path}", pixels=…) with one of {choices}'
        raise InvalidValue(f"nothing in {path} says what its pictures should be", by=by, hint=hint)
    beside = Path(f"{path}.labels.txt")
    return NetSpec(
        name=str(path),
        summary="a network of your own",
        build=lambda _: _build(path, len(_labels(beside))),
        preprocess=in_channels(PREPROCESSINGS[pixels or "0..255"], _channels(config), str(path), by),
        pixels=_side(config),
        digest=digest([file_digest(path), file_digest(beside), pixels]),
        labels=lambda: _labels(beside),
    )


def _config(path: Path, by: Part | None) -> Any:
    """What the file says of its layers; read without Keras."""
    if not path.is_file():
        raise BadWeights(f"there is no file {path}", by=by)
    try:
        with zipfile.ZipFile(path) as archive:
            return json.loads(archive.read("config.json"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        hint = "`model.save` of Keras 3 writes one"
        raise BadWeights(f"{path} cannot be read as a .keras file: {error}", by=by, hint=hint) from error


def code_in(config: Any, besides: str = "keras.") -> Iterator[str]:
    """The names of everything in what a file says that is not Keras's own, and of its lambdas.

    Modules whose names begin with `besides` are trusted too.
    """
    if isinstance(config, dict):
        name, module = str(config.get("class_name", "")), config.get("module")
        if name.strip("_").lower() == "lambda" or name == "TorchModuleWrapper":
            yield name
        elif isinstance(module, str) and not f"{module}.".startswith(("keras.", "builtins.", besides)):
            yield str(config.get("registered_name") or name)
    for inner in config.values() if isinstance(config, dict) else config if isinstance(config, list) else ():
        yield from code_in(inner, besides)


def _layers(config: Any) -> Iterator[tuple[str, Any]]:
    """The layers as (class, config), nested networks opened, in the order in which a picture meets them."""
    for layer in config.get("config", {}).get("layers", ()):
        if layer.get("class_name") in ("Functional", "Sequential"):
            yield from _layers(layer)
        else:
            yield str(layer.get("class_name")), layer.get("config", {})


def _scales_itself(config: Any) -> bool:
    """Whether the first thing that happens to a picture is a scaling; augmentation sleeps when a network looks."""
    awake = (name for name, _ in _layers(config) if name != "InputLayer" and not name.startswith("Random"))
    return next(awake, "") in ("Rescaling", "Normalization")


def _side(config: Any) -> int:
    """The side of the pictures that the network was made for, 224 where it takes any."""
    return next((side for side in _shape(config)[1:3] if side), 224)


def _channels(config: Any) -> int | None:
    """How many channels the network's pictures have, where it says so."""
    shape = _shape(config)
    return shape[3] if len(shape) == 4 else None


def _shape(config: Any) -> Sequence[int | None]:
    """The shape (batch, height, width, channels) of what the network takes first; empty where it does not say."""
    shapes = (layer.get("batch_shape") for name, layer in _layers(config) if name == "InputLayer")
    return next(shapes, None) or ()


def _labels(path: Path) -> Labels:
    if not path.is_file():
        return Labels()
    lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    words = [tuple(word.strip() for word in line) for line in lines]
    return Labels(tuple(line[0] for line in words), tuple(line[1:] for line in words))


def _build(path: Path, labels: int) -> keras.Model:
    import keras

    try:
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # Keras raises nearly anything on a broken file
        reason = str(error).strip().split("\n")[0]
        raise BadWeights(f"{path} cannot be read as a .keras file: {reason}") from error
    shapes = [tuple(tensor.shape) for tensor in model.inputs or ()]
    if len(shapes) != 1 or len(shapes[0]) != 4 or shapes[0][-1] not in CHANNELS:
        raise BadWeights(
            f"{path} takes {shapes}, and one picture (None, height, width, channels) was wanted", hint=SHOWN
        )
    whole = opened(model)
    classes = list(dict.fromkeys(output.shape[-1] for output in classifiers(whole) or whole.outputs))
    if labels and labels not in classes:
        known = " or ".join(map(str, classes))
        raise BadWeights(f"{path}.labels.txt names {labels} classes, and the network has {known}")
    return whole
