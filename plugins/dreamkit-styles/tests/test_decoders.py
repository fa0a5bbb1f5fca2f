"""Each decoder of the package says how it was made, is small, and gives back the picture that it is shown."""

from __future__ import annotations

import pytest
from dreamkit_styles.decoders import decoder, decoders

from dreamkit.errors import UnknownName
from dreamkit.feedforward.files import read_note


@pytest.mark.parametrize("name", decoders())
def test_a_decoder_is_small_and_says_how_it_was_made(name: str) -> None:
    note = read_note(decoder(name), ("decoder",))
    assert note.steps >= 100
    assert note.losses[-1] < note.losses[0]
    assert note.settings["net"]
    assert note.settings["layer"]
    assert decoder(name).stat().st_size < 2_000_000


def test_a_decoder_that_there_is_not_is_refused() -> None:
    with pytest.raises(UnknownName) as mistake:
        decoder("adian")
    hint = "did you mean 'adain'? there are adain, wct, wct_deep, wct_fine"
    assert str(mistake.value) == f"there is no decoder 'adian'\n  {hint}"
