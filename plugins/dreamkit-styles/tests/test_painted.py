"""Each network of the package paints, says how it was made, and is small."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from dreamkit_styles import Painted, names, network

from dreamkit import Fade, FastStyle, Inverted, NaturalNoise, Rectangle, Shot
from dreamkit.errors import UnknownName
from dreamkit.feedforward.files import read_note
from dreamkit.testing import check_part
from dreamkit.testing.fixtures import Paint


@pytest.mark.parametrize("name", names())
def test_a_network_is_small_and_says_how_it_was_made(name: str) -> None:
    note = read_note(network(name), ("style", "dreamer"))
    assert note.steps >= 100
    assert note.losses[-1] < note.losses[0]
    assert note.settings
    assert network(name).stat().st_size < 2_000_000


def test_it_keeps_the_contract() -> None:
    check_part(Painted("night", 0.5))
    check_part(Painted(strength=Fade(0, 1)))


@pytest.mark.parametrize("name", names())
def test_it_paints_a_frame_as_far_as_its_strength_says(name: str, paint: Paint) -> None:
    def frame(finish: Any) -> np.ndarray:
        return paint(Shot(source=NaturalNoise(0.2), finish=finish), size=(48, 64))[0]

    plain, half, full = frame(Painted(name, 0)), frame(Painted(name, 0.5)), frame(Painted(name))
    assert np.abs(full - plain).mean() > 0.03
    assert np.allclose(half, (plain + full) / 2, atol=2 / 255)
    assert np.array_equal(full, frame(FastStyle(network(name))))


def test_two_of_them_mix_where_their_masks_are_white(paint: Paint) -> None:
    def frame(finish: Any) -> np.ndarray:
        return paint(Shot(source=NaturalNoise(0.2), finish=finish), size=(48, 64))[0]

    left = Rectangle(right=0.5)
    both = frame(Painted("night", mask=left) + Painted("auvers", mask=Inverted(left)))
    for name, columns in (("night", slice(0, 32)), ("auvers", slice(32, 64))):
        np.testing.assert_allclose(both[:, columns], frame(Painted(name))[:, columns], atol=1 / 255)


def test_a_style_that_there_is_not_is_refused() -> None:
    with pytest.raises(UnknownName) as mistake:
        Painted("nigth")
    assert mistake.value.what == "there is no network 'nigth'"
    assert mistake.value.hint.startswith("did you mean 'night'? there are ")
    assert isinstance(mistake.value.by, Painted)


def test_loading_it_wakes_no_backend() -> None:
    heavy = {"keras", "tensorflow", "jax", "torch"}
    code = f"import sys, dreamkit_styles.plugin; print(sorted({heavy} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"
