"""PyTorch's files are read without PyTorch, and nothing that they say is ever run."""

from __future__ import annotations

import io
import os
import pickle
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dreamkit.backend.choice import chosen
from dreamkit.errors import BadWeights
from dreamkit.nets.pth import read_pth

MATRIX = np.arange(6, dtype=np.float32).reshape(2, 3)


def text(words: str) -> bytes:
    return b"X" + struct.pack("<I", len(words)) + words.encode()


def whole(*numbers: int) -> bytes:
    return b"".join(b"J" + struct.pack("<i", number) for number in numbers)


def tensor(shape: tuple[int, ...], strides: tuple[int, ...], offset: int = 0) -> bytes:
    """The opcodes that rebuild a float tensor of storage "0", as torch.save writes them."""
    storage = b"(" + text("storage") + b"ctorch\nFloatStorage\n" + text("0") + text("cpu") + whole(6) + b"tQ"
    place = whole(offset) + b"(" + whole(*shape) + b"t(" + whole(*strides) + b"t"
    return b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage + place + b"\x89ccollections\nOrderedDict\n)RtR"


def state_dict(**tensors: bytes) -> bytes:
    pairs = b"".join(text(name) + value for name, value in tensors.items())
    return b"\x80\x02ccollections\nOrderedDict\n)R(" + pairs + b"u."


def zip_form(path: Path, pickled: bytes, data: bytes = MATRIX.tobytes()) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickled)
        archive.writestr("archive/data/0", data)
    return path


def legacy_form(path: Path, pickled: bytes, data: bytes = MATRIX.tobytes()) -> Path:
    start = [0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}]
    header = b"".join(pickle.dumps(value, protocol=2) for value in start)
    storages = pickle.dumps(["0"], protocol=2) + struct.pack("<q", len(data) // 4) + data
    path.write_bytes(header + pickled + storages)
    return path


class Evil:
    """Runs a command when it is unpickled by a reader that lets it."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> Any:
        return os.system, (f"touch {self.trace}",)


FORMS = pytest.mark.parametrize("form", [zip_form, legacy_form])


@FORMS
def test_tensors_are_read_in_their_order_and_strides(form, tmp_path):
    pickled = state_dict(plain=tensor((2, 3), (3, 1)), turned=tensor((3, 2), (1, 3)), last=tensor((2,), (1,), offset=4))
    tensors = read_pth(form(tmp_path / "net.pth", pickled))
    assert list(tensors) == ["plain", "turned", "last"]
    np.testing.assert_array_equal(tensors["plain"], MATRIX)
    np.testing.assert_array_equal(tensors["turned"], MATRIX.T)
    np.testing.assert_array_equal(tensors["last"], [4, 5])


@FORMS
def test_code_is_refused_and_not_run(form, tmp_path):
    path = form(tmp_path / "evil.pth", pickle.dumps({"a": Evil(tmp_path / "trace")}, protocol=2))
    with pytest.raises(BadWeights) as caught:
        read_pth(path)
    what = f"asks to call {os.system.__module__}.system, which weights have no need of"
    assert str(caught.value) == f"{path} is refused: it {what}"
    assert not (tmp_path / "trace").exists()


@FORMS
@pytest.mark.parametrize(
    "beyond", [tensor((3, 3), (3, 1)), tensor((2, 3), (3, 1), offset=1), tensor((2,), (-1,), 1), tensor((2,), (1,), -1)]
)
def test_a_tensor_may_not_reach_beyond_its_numbers(form, beyond, tmp_path):
    with pytest.raises(BadWeights, match="a tensor reaches beyond the numbers that the file holds"):
        read_pth(form(tmp_path / "net.pth", state_dict(a=beyond)))


@FORMS
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_a_sentence(form, share, tmp_path):
    path = form(tmp_path / "net.pth", state_dict(a=tensor((2, 3), (3, 1))))
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(BadWeights, match=r"net\.pth (cannot be read as PyTorch weights|is refused): ") as caught:
        read_pth(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"hello", pickle.dumps([1, 2]), b"\x89PNG\r\n\x1a\n", b"\x80\x02]."])
def test_another_file_is_a_sentence(content, tmp_path):
    (tmp_path / "net.pth").write_bytes(content)
    with pytest.raises(BadWeights, match=r"net\.pth"):
        read_pth(tmp_path / "net.pth")


@pytest.mark.parametrize("key", ["state_dict", "model"])
def test_a_state_dict_inside_a_checkpoint_is_found(key, tmp_path):
    pickled = b"\x80\x02}(" + text(key) + state_dict(a=tensor((6,), (1,)))[2:-1] + text("epoch") + whole(3) + b"u."
    assert list(read_pth(zip_form(tmp_path / "net.pth", pickled))) == ["a"]


@pytest.mark.parametrize("zipped", [True, False])
def test_what_torch_writes_is_read(zipped, tmp_path):
    if chosen() != "torch":
        pytest.skip("torch is not the backend of this run")
    import torch

    module = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4))
    torch.save(module.state_dict(), tmp_path / "net.pth", _use_new_zipfile_serialization=zipped)
    tensors = read_pth(tmp_path / "net.pth")
    assert list(tensors) == list(module.state_dict())
    for name, value in module.state_dict().items():
        np.testing.assert_array_equal(tensors[name], value.numpy())


def test_the_kinds_of_numbers(tmp_path):
    for name, kind in (("HalfStorage", "<f2"), ("LongStorage", "<i8"), ("BoolStorage", "?")):
        numbers = np.array([1, 0, 1, 1, 0, 1]).astype(kind)
        pickled = state_dict(a=tensor((6,), (1,)).replace(b"FloatStorage", name.encode()))
        read = read_pth(zip_form(tmp_path / "net.pth", pickled, numbers.tobytes()))
        assert read["a"].dtype == numbers.dtype
        np.testing.assert_array_equal(read["a"], numbers)


def test_a_zip_without_a_pickle_is_a_sentence(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme", "nothing here")
    (tmp_path / "net.pth").write_bytes(buffer.getvalue())
    with pytest.raises(BadWeights, match=r"net\.pth"):
        read_pth(tmp_path / "net.pth")
