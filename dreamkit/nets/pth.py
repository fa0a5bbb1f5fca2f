"""Reads the tensors of a PyTorch file without PyTorch, and without letting the file run any code.

A `.pth` file is a pickle, and a pickle can call whatever it names. This reader knows the four things that a
state_dict is made of and refuses all else. Formats: torch/serialization.py, the zip form and the one before it.
"""

from __future__ import annotations

import collections
import dataclasses
import io
import pickle
import struct
import zipfile
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadWeights, one_line

_DTYPES: Final = {
    "FloatStorage": np.dtype("<f4"),
    "HalfStorage": np.dtype("<f2"),
    "DoubleStorage": np.dtype("<f8"),
    "LongStorage": np.dtype("<i8"),
    "IntStorage": np.dtype("<i4"),
    "ByteStorage": np.dtype("u1"),
    "BoolStorage": np.dtype("?"),
}
_BESIDE: Final = (
    *("collections.Counter", "argparse.Namespace", "numpy.dtype", "_codecs.encode"),
    *("numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar"),
)
"""What checkpoints keep beside their weights: settings, and numbers of numpy. It is read over, and stays nothing."""

_LEGACY_MAGIC: Final = 0x1950A86A20F9469CFC6C


@dataclasses.dataclass
class _Storage:
    dtype: np.dtype[Any]
    key: str
    data: NDArray[Any] | None = None


@dataclasses.dataclass
class _Tensor:
    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def array(self) -> NDArray[Any]:
        """The numbers; bounds are checked, since a file can claim any shape."""
        data = self.storage.data
        last = self.offset + sum((n - 1) * s for n, s in zip(self.shape, self.strides, strict=True))
        if (
            data is None
            or min(self.strides, default=0) < 0
            or self.offset < 0
            or (0 not in self.shape and last >= data.size)
        ):
            raise BadWeights("a tensor reaches beyond the numbers that the file holds")
        strides = [step * data.itemsize for step in self.strides]
        return np.lib.stride_tricks.as_strided(data[self.offset :], self.shape, strides).copy()


def read_pth(path: Path) -> dict[str, NDArray[Any]]:
    """The state_dict in a PyTorch file: arrays by name, in the file's order.

    Raises `BadWeights` where the file is broken, or asks for anything but tensors.
    """
    try:
        with path.open("rb") as file:
            tensors = _read_zip(file) if zipfile.is_zipfile(file) else _read_legacy(file)
            return {name: tensor.array() for name, tensor in tensors.items()}
    except BadWeights as error:
        raise BadWeights(f"{path} is refused: {error.what}") from None
    except Exception as error:  # a damaged pickle fails in any way it likes
        raise BadWeights(f"{path} cannot be read as PyTorch weights: {one_line(error)}") from error


def _read_zip(file: BinaryIO) -> dict[str, _Tensor]:
    with zipfile.ZipFile(file) as archive:
        pickled = next(name for name in archive.namelist() if name.endswith("data.pkl"))
        reader = _Reader(io.BytesIO(archive.read(pickled)))
        tensors = _only_tensors(reader.load())
        for storage in reader.storages.values():
            data = archive.read(pickled.replace("data.pkl", f"data/{storage.key}"))
            storage.data = np.frombuffer(data, storage.dtype)
    return tensors


def _read_legacy(file: BinaryIO) -> dict[str, _Tensor]:
    file.seek(0)
    if _Reader(file).load() != _LEGACY_MAGIC:
        raise BadWeights("it is no PyTorch file")
    _Reader(file).load()  # the protocol's number
    _Reader(file).load()  # facts about the machine that wrote it
    reader = _Reader(file)
    tensors = _only_tensors(reader.load())
    for key in _Reader(file).load():
        storage = reader.storages[key]
        (count,) = struct.unpack("<q", file.read(8))
        data = file.read(count * storage.dtype.itemsize)
        storage.data = np.frombuffer(data, storage.dtype)
    return tensors


def _only_tensors(loaded: Any) -> dict[str, _Tensor]:
    """The tensors of a state_dict, bare or under the usual key "model" or "state_dict"."""
    if not isinstance(loaded, dict):
        raise BadWeights(f"it holds a {type(loaded).__name__} and no state_dict")
    for key in ("model", "state_dict"):
        if isinstance(loaded.get(key), dict):
            loaded = loaded[key]
    return {name: value for name, value in loaded.items() if isinstance(value, _Tensor)}


class _Nothing:
    """What is made of a thing that is read over, whatever it is made of."""

    def __new__(cls, *of: Any) -> _Nothing:
        del of
        return super().__new__(cls)

    def __setstate__(self, state: Any) -> None:
        del state


class _Reader(pickle.Unpickler):
    """An unpickler that can rebuild tensors and ordered dicts, and reads over a few things that stand beside them."""

    def __init__(self, file: Any) -> None:
        super().__init__(file, encoding="utf-8")
        self.storages: dict[str, _Storage] = {}

    def find_class(self, module: str, name: str) -> Any:
        """One of the four allowed names, or nothing in place of what is read over; anything else is refused."""
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuild_tensor
        if (module, name) == ("torch._utils", "_rebuild_parameter"):
            return lambda tensor, *_: tensor
        if module == "torch" and name in _DTYPES:
            return _DTYPES[name]
        if f"{module}.{name}" in _BESIDE:
            return _Nothing
        raise BadWeights(f"it asks to call {module}.{name}, which weights have no need of")

    def persistent_load(self, pid: Any) -> _Storage:
        """A storage by its key; its numbers come later in the file."""
        kind, dtype, key = pid[:3]
        if kind != "storage" or not isinstance(dtype, np.dtype):
            raise BadWeights(f"it refers to a {kind!r}, and only storages are known")
        return self.storages.setdefault(key, _Storage(dtype, key))


def _rebuild_tensor(
    storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: Any
) -> _Tensor:
    return _Tensor(storage, offset, tuple(shape), tuple(strides))
