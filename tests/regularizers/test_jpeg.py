"""A JPEG in the loop: against Pillow's, and with a gradient."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dreamkit import Jpeg, ops
from dreamkit.errors import InvalidValue
from dreamkit.testing import check_part
from dreamkit.testing.gradients import at_once

NOTHING: Any = None


def scene() -> np.ndarray:
    """Colours that change slowly and edges, 21 × 35: not a whole number of blocks."""
    down, across = np.mgrid[0:21, 0:35]
    waves = [np.sin(down / 5 + across / 9), np.cos(across / 4), np.sin((down - across) / 7)]
    picture = 128 + 60 * np.stack(waves, axis=-1) + 50 * ((down // 6 + across // 9) % 2)[..., None]
    return np.clip(picture, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("quality", "subsampling"), [(95, "4:4:4"), (75, "4:2:0"), (30, "4:2:0")])
def test_it_is_what_pillow_reads_back(quality: int, subsampling: Any) -> None:
    picture, file = scene(), io.BytesIO()
    Image.fromarray(picture).save(file, "jpeg", quality=quality, subsampling=subsampling)
    with Image.open(file) as image:
        theirs = np.asarray(image, np.float32)
    shown = ops.convert_to_tensor(picture[None].astype(np.float32) / 255)
    part = Jpeg(quality, subsampling)
    ours = ops.convert_to_numpy(at_once(lambda image: part.view(image, NOTHING), shown))[0] * 255
    lost = np.abs(theirs - picture).mean()
    assert np.abs(ours - theirs).mean() < 0.4 * lost  # Pillow computes with whole numbers
    np.testing.assert_allclose(ours, np.round(ours), atol=1e-3)


def test_it_keeps_the_contract_and_draws_among_qualities() -> None:
    check_part(Jpeg((20, 60, 95)))


WORDS = "Jpeg.quality is a whole number from 1 to 100, or a tuple of such"
REFUSED = {
    "zero": (lambda: Jpeg(0), f"{WORDS}, and 0 came"),
    "one of several": (lambda: Jpeg((85, 85.5)), f"{WORDS}, and (85, 85.5) came"),  # type: ignore[arg-type]
    "none": (lambda: Jpeg(()), "Jpeg takes at least one quality, and () came"),
    "subsampling": (
        lambda: Jpeg(85, "4:1:1"),  # type: ignore[arg-type]
        "Jpeg.subsampling is one of 4:4:4, 4:2:0, and '4:1:1' came",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_jpeg_has_is_refused(name: str) -> None:
    make, what = REFUSED[name]
    with pytest.raises(InvalidValue) as error:
        make()
    assert error.value.what == what
