"""The store gives back what it was given, whole, or says that there is nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dreamkit.errors import BadOutput
from dreamkit.render.store import Store, store_beside, write_whole


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("batch", [1, 3])
def test_what_is_loaded_is_what_save_gave(tmp_path: Path, rng: np.random.Generator, bits: int, batch: int) -> None:
    store = Store(tmp_path, bits)
    given = rng.random((batch, 5, 7, 3)).astype(np.float32)
    saved = store.save("abc", given)
    assert saved.dtype == np.float32
    assert np.abs(saved - given).max() <= 0.5001 / (2**bits - 1)
    store.finish()
    np.testing.assert_array_equal(Store(tmp_path, bits).load("abc"), saved)
    np.testing.assert_array_equal(store.save("abc", saved), saved)  # once rounded, it stays as it is


def test_a_frame_that_cannot_be_written_is_told_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "ab").write_text("a file stands where the frames' folder belongs")
    store = Store(tmp_path)
    with pytest.raises(BadOutput, match="a file stands where a folder was wanted"):  # noqa: PT012  # at either line
        store.save("abc", np.zeros((1, 9, 9, 3)))
        store.finish()
    store.finish()  # it was told once


def test_colours_outside_go_to_the_ends(tmp_path: Path) -> None:
    saved = Store(tmp_path).save("abc", np.float32([-3, 0.2, 9]).reshape(1, 1, 1, 3))
    assert saved.ravel().tolist() == pytest.approx([0, 0.2, 1])


@pytest.mark.parametrize("bits", [8, 16])
def test_a_frame_that_is_damaged_counts_as_missing(tmp_path: Path, bits: int) -> None:
    store = Store(tmp_path, bits)
    assert store.load("abc") is None
    assert not store.has("abc")
    store.save("abc", np.zeros((1, 9, 9, 3)))
    store.finish()
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    whole = file.read_bytes()
    for damaged in (b"", whole[:40], whole[: len(whole) // 2], b"x" * len(whole)):
        file.write_bytes(damaged)
        assert store.load("abc") is None


def test_what_cannot_be_written_whole_is_not_written_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_whole(tmp_path / "a.txt", b"before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BadOutput) as caught:
        write_whole(tmp_path / "a.txt", b"after")
    assert str(caught.value) == f"{tmp_path}/a.txt cannot be written: the disk is full"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"before"


def test_a_written_file_has_the_rights_of_any_other(tmp_path: Path) -> None:
    write_whole(tmp_path / "ours", b"")
    (tmp_path / "theirs").write_bytes(b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "theirs").stat().st_mode


def test_what_a_killed_program_left_half_written_goes_and_what_a_running_one_writes_stays(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / "ab").mkdir()
    for name in (f".{ended.pid}-x.png", f".{os.getpid()}-y.png", "abc.png"):
        (tmp_path / "ab" / name).write_bytes(b"")
    Store(tmp_path).hide()
    assert sorted(file.name for file in (tmp_path / "ab").iterdir()) == [f".{os.getpid()}-y.png", "abc.png"]


def test_the_store_of_a_film_lies_beside_it(tmp_path: Path) -> None:
    assert store_beside(tmp_path / "a.mp4", 8).folder == tmp_path / ".dreamkit"
