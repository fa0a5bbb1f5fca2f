"""The network that enlarges, as it came out of its training."""

from __future__ import annotations

import numpy as np
import pytest
from dreamkit_styles.enlargers import enlarger

from dreamkit import ops
from dreamkit.errors import UnknownName
from dreamkit.feedforward.bicubic import enlarged, reduced
from dreamkit.feedforward.files import load_network, read_note

KIND = "super-resolution"


def test_it_is_sharper_than_bicubic() -> None:
    down, right = np.mgrid[:64, :96]
    edges = ((right + 2 * down) % 40 > 20).astype(np.float32)
    truth = np.stack([0.2 + 0.6 * edges] * 3, axis=-1)[None]
    small = reduced(ops.convert_to_tensor(truth), 4)
    ways = (enlarged(small, 4), load_network(enlarger("sharp"), (KIND,))(small))
    plain, sharp = (np.square(ops.convert_to_numpy(way) - truth).mean() for way in ways)
    assert sharp < 0.8 * plain


def test_it_says_how_it_was_made() -> None:
    note = read_note(enlarger("sharp"), (KIND,))
    assert note.settings["factor"] == 4
    assert enlarger("sharp").stat().st_size < 2_000_000
    with pytest.raises(UnknownName) as mistake:
        enlarger("shrp")
    assert str(mistake.value) == "there is no enlarger 'shrp'\n  did you mean 'sharp'? there is sharp"
