"""What a person reads who asks a network for what it does not have, or for nothing: one sentence, and what to try."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from dreamkit.cli import main

RECIPE = """
from dreamkit import *

def climb(objective, **more):
    return Film(Shot(net=Net("tiny"), objective=objective, optimizer=Ascent(steps=2), **more))

@recipe(size=(32, 32))
def wish() -> Film:
    return climb({wish})
"""

TRY = "`dreamkit spectrum FOLDER` measures one on a folder of photos"

SENTENCES = {
    "Channel('relu1', range(5, 99))": (
        "layer 'relu1' has channels 0 to 11, and 12 was asked for",
        "asked by Channel('relu1', range(5, 99)), wish.py:9",
    ),
    "Neuron('relu1', 99)": (
        "layer 'relu1' has channels 0 to 11, and 99 was asked for",
        "asked by Neuron('relu1', 99), wish.py:9",
    ),
    "Logit(99)": ("classes are numbered 0 to 7, and 99 was asked for", "asked by Logit(99), wish.py:9"),
    "Masked(Channel('relu1', 1), Photo('mask.png'))": (
        "the mask is 20 × 40 pixels, and the picture 32 × 32",
        "asked by Masked(Channel('relu1', 1), Photo('mask.png')), wish.py:9",
        'a mask has the picture\'s shape, in any size; Photo(…, fit="stretch") bends it',
    ),
    "Channel('relu1', 1), parameterization=Maco('odd.npy')": (
        "odd.npy holds (5, 7, 3) numbers, and a spectrum is (3, n, n / 2 + 1) numbers above 0",
        "asked by Maco(spectrum='odd.npy'), wish.py:9",
        TRY,
    ),
    "Channel('relu1', 1), parameterization=Maco('words.npy')": (
        "words.npy holds no numbers, and a spectrum is (3, n, n / 2 + 1) numbers above 0",
        "asked by Maco(spectrum='words.npy'), wish.py:9",
        TRY,
    ),
    "Channel('relu1', 1), parameterization=Maco('none.npy')": (
        "there is no file none.npy",
        "asked by Maco(spectrum='none.npy'), wish.py:9",
        TRY,
    ),
    "Channel('relu1', 1), regularizer=RandomCrop(40)": (
        "RandomCrop leaves nothing of a picture of 32 × 32 pixels",
        "asked by RandomCrop(pixels=40), wish.py:9",
        "take a larger picture, or fewer pixels",
    ),
    "0 * Channel('relu1', 1)": (
        "shot 1 wants nothing, so that its gradient is zero everywhere: its weights stand at 0 in its one frame",
        "asked by 0 * Channel('relu1', 1), wish.py:9",
        "give its objective a weight, or leave it out to show its source alone",
    ),
}


@pytest.mark.parametrize("wish", SENTENCES)
def test_a_wish_that_cannot_be_is_a_sentence(wish: str, folder: Path) -> None:
    (folder / "wish.py").write_text(RECIPE.format(wish=wish))
    Image.new("L", (20, 40), 255).save(folder / "mask.png")
    np.save(folder / "odd.npy", np.ones((5, 7, 3)))
    np.save(folder / "words.npy", np.array(["a", "b"]))
    result = CliRunner().invoke(main, ["render", "wish.py", "-o", "out.png"])
    assert result.stderr == "\n  ".join(SENTENCES[wish]) + "\n"
    assert result.exit_code == 2
    assert [file.name for file in folder.rglob("*.png")] == ["mask.png"]


def test_what_is_wanted_only_later_is_wanted(folder: Path) -> None:
    text = RECIPE.format(wish="Fade(0, 1) * Channel('relu1', 1), seconds=0.1, motion=Zoom(2)")
    (folder / "wish.py").write_text(text)
    result = CliRunner().invoke(main, ["plan", "wish.py"])
    assert result.exit_code == 0, result.stderr
