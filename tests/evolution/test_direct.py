"""The direct encoding: its colours, its children, and its size."""

from __future__ import annotations

import colorsys

import numpy as np

from dreamkit.evolution import DirectEncoding
from dreamkit.evolution.hls import rgb_from_hls

ENCODING = DirectEncoding(8)


def test_colours_as_pythons_own(rng: np.random.Generator) -> None:
    hls = rng.random((300, 3))
    expected = [colorsys.hls_to_rgb(*one) for one in hls]
    np.testing.assert_allclose(np.stack(rgb_from_hls(*hls.T), axis=-1), expected, atol=1e-12)


def test_pixels_become_squares(rng: np.random.Generator) -> None:
    genome = ENCODING.founder(rng)
    small, large = (ENCODING.pictures([genome], (side, side))[0] for side in (8, 24))
    assert (large[::3, 1::3] == small).all()
    assert ENCODING.pictures([genome], (12, 20)).shape == (1, 12, 20, 3)


def test_children_change_half_as_much_after_a_thousand_generations(rng: np.random.Generator) -> None:
    genome = DirectEncoding(64).founder(rng)
    changed = [
        np.mean([np.mean(DirectEncoding(64).children(genome, genome, when, rng)[0] != genome) for _ in range(6)])
        for when in (0, 1999, 2000)
    ]
    np.testing.assert_allclose(changed, [0.1, 0.05, 0.025], rtol=0.1)
