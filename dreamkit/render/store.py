"""Where painted frames are kept, each under its identity; a frame is there whole, or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadOutput
from dreamkit.pictures import to_bytes, to_words
from dreamkit.render.behind import Behind


@final
class Store:
    """A folder of frames, (batch, height, width, channels) in [0, 1], kept with 8 or 16 bits a channel.

    What `load` gives back is exactly what `save` returned, so that a film that goes on after a stop, and one that never
    stopped, go on from the same numbers. Files are written in a thread that follows the painter; `finish` waits for it.
    """

    def __init__(self, folder: Path, bits: int = 8) -> None:
        self.folder = folder
        self.bits = bits
        self._behind = Behind("store")

    def has(self, identity: str) -> bool:
        """Whether this frame is stored."""
        return self._path(identity).exists()

    def save(self, identity: str, picture: NDArray[np.floating]) -> NDArray[np.float32]:
        """Keep a frame; gives it as `load` will. Raises `BadOutput` where one before it could not be written."""
        whole = to_bytes(picture) if self.bits == 8 else to_words(picture)
        self._behind.do(_write, self._path(identity), whole)
        return _floats(whole)

    def finish(self) -> None:
        """Wait until every frame is written; raises `BadOutput` where one cannot be."""
        self._behind.finish()

    def load(self, identity: str) -> NDArray[np.float32] | None:
        """A stored frame, or None where there is none that can be read."""
        try:
            return _floats(_read(self._path(identity)))
        except Exception:  # missing, or damaged by something else than us: it is painted again
            return None

    def hide(self) -> None:
        """Keep git from listing thousands of frames, and drop what a program that was killed has left half-written.

        Raises `BadOutput` where the folder cannot be written.
        """
        for leftover in self.folder.glob("??/.*-*"):
            if _has_ended(leftover.name[1:].partition("-")[0]):
                leftover.unlink(missing_ok=True)
        if not (self.folder / ".gitignore").exists():
            write_whole(self.folder / ".gitignore", b"*\n")

    def _path(self, identity: str) -> Path:
        ending = "png" if self.bits == 8 else "tif"
        return self.folder / identity[:2] / f"{identity}.{ending}"


QUICKLY: Final[dict[str, Any]] = {"compress_level": 1, "compress_type": zlib.Z_RLE}
"""How Pillow writes a PNG of a dream: packed as small as by default, and seven times as fast."""


EXTRA_SAMPLES: Final = {3: (), 4: ("unassalpha",)}
"""What a TIFF calls the channels beyond red, green and blue, by how many there are."""


def _write(path: Path, picture: NDArray[Any]) -> None:
    batch, height, width, channels = picture.shape
    tall = picture.reshape(batch * height, width, channels)
    with written_whole(path) as temporary:
        if picture.dtype == np.uint8:
            from PIL import Image
            from PIL.PngImagePlugin import PngInfo

            info = PngInfo()
            info.add_text("batch", str(batch))
            Image.fromarray(tall).save(temporary, format="png", pnginfo=info, **QUICKLY)
        else:
            import tifffile

            tifffile.imwrite(
                temporary,
                tall,
                photometric="rgb",
                extrasamples=EXTRA_SAMPLES[channels],
                metadata=None,
                description=f"batch {batch}",
            )


def _read(path: Path) -> NDArray[Any]:
    if path.suffix == ".png":
        from PIL import Image

        with Image.open(path) as image:
            image.load()
            batch, picture = int(image.info["batch"]), np.asarray(image)
    else:
        import tifffile

        with tifffile.TiffFile(path) as file:
            batch, picture = int(file.pages.first.description.split()[1]), file.asarray()
    return picture.reshape(batch, -1, *picture.shape[1:])


def _floats(whole: NDArray[Any]) -> NDArray[np.float32]:
    return whole.astype(np.float32) / np.float32(np.iinfo(whole.dtype).max)


def store_beside(output: Path, bits: int) -> Store:
    """The store of a film: the folder `.dreamkit` beside it."""
    return Store(output.absolute().parent / ".dreamkit", bits)


def write_whole(path: Path, content: bytes) -> None:
    """Put a file at `path` that is there whole or not at all; raises `BadOutput` where the disk refuses."""
    with written_whole(path) as temporary:
        temporary.write_bytes(content)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its place at the end, or vanishes if something goes wrong.

    Raises `BadOutput` where the folder cannot be written or the disk is full.
    """
    with plain_disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{os.getpid()}-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
    temporary = Path(name)
    try:
        with plain_disk_errors(path):
            yield temporary
            temporary.chmod(0o644 & ~_umask())
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def plain_disk_errors(path: Path) -> Iterator[None]:
    """Turn what an operating system says of a disk into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        reason = _DISK.get(error.errno, os.strerror(error.errno).lower())
        raise BadOutput(f"{path} cannot be written: {reason}") from error


_DISK = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "the file would be larger than the disk takes",
    errno.EACCES: "the folder may not be written to",
    errno.EPERM: "the folder may not be written to",
    errno.EROFS: "the disk is read-only",
    errno.ENOENT: "there is no such folder, and none can be made",
    errno.ENOTDIR: "a file stands where a folder was wanted",
    errno.EEXIST: "a file stands where a folder was wanted",
    errno.EISDIR: "a folder stands where a file was wanted",
    errno.ENAMETOOLONG: "its name is too long",
}


def _has_ended(process: str) -> bool:
    """Whether no process of this number runs here; where it cannot be told, none is said to have ended."""
    if os.name != "posix" or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
