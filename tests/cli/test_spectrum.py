"""`dreamkit spectrum`, as a person uses it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from click.testing import CliRunner
from PIL import Image

from dreamkit.cli.main import main


def spectrum(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["spectrum", *words])
    return result.exit_code, result.output


def test_a_folder_of_photos_becomes_a_file(tmp_path: Path, rng: np.random.Generator) -> None:
    (tmp_path / "photos").mkdir()
    for name in ("a.png", "b.jpg"):
        Image.fromarray(rng.integers(0, 255, (150, 140, 3)).astype(np.uint8)).save(tmp_path / "photos" / name)
    (tmp_path / "photos" / "notes.txt").write_text("no photo")
    target = tmp_path / "mine.npy"
    assert spectrum(str(tmp_path / "photos"), "-o", str(target)) == (0, f"{target}: the mean of 2 photos\n")
    assert np.load(target).shape == (3, 128, 65)


def test_what_says_too_little_is_a_sentence(tmp_path: Path) -> None:
    code, said = spectrum(str(tmp_path))
    assert (code, said.splitlines()[0]) == (2, f"there is no picture in {tmp_path}")
    Image.new("RGB", (20, 20), "red").save(tmp_path / "small.png")
    code, said = spectrum(str(tmp_path), "-o", str(tmp_path / "a.npy"))
    assert code == 2
    assert "too little: they are plain, or smaller than 128 pixels" in said
    assert not (tmp_path / "a.npy").exists()
    code, said = spectrum(str(tmp_path), "-o", "a.txt")
    assert (code, said.strip()) == (2, "a spectrum's file ends in .npy, and a.txt came")
