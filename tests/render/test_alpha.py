"""Transparent films from the step to the file: what is summed up, stored, mixed, written and refused."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dreamkit import (
    Adam,
    Backdrop,
    Brightness,
    Channel,
    Film,
    Fourier,
    Jitter,
    KeepAlpha,
    Net,
    Noise,
    Octaves,
    Photo,
    Shot,
    Transparent,
    Zoom,
    ops,
)
from dreamkit.errors import BadOutput
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
from dreamkit.pictures import mixed
from dreamkit.plan import Plan, make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.attribution import AttributedStep
from dreamkit.render.endings import note_in, output_at
from dreamkit.render.render import render
from dreamkit.render.renderer import Unwatched
from dreamkit.render.score import Inputs
from dreamkit.render.store import Store
from dreamkit.schedules import Clock, value
from dreamkit.testing.films import painted

SIZE = (24, 32)


def clear(**fields: Any) -> Shot:
    given: dict[str, Any] = {
        "net": Net("tiny"),
        "objective": Channel("relu1", 2),
        "regularizer": Octaves(2, ratio=1.5) | Jitter(2),
        "optimizer": Adam(3, 0.05),
        "finish": Transparent(),
    }
    return Shot(**{**given, **fields})


def plan_of(*shots: Shot, dissolve: float = 0.0, bits: int = 8) -> Plan:
    registry = Registry(Plugins([]))
    return make_plan(Film(*shots, dissolve=dissolve), name="a", size=SIZE, fps=4, seed=1, registry=registry, bits=bits)


def rendered(path: Path, *shots: Shot, dissolve: float = 0.0) -> Path:
    output = output_at(str(path))
    plan = plan_of(*shots, dissolve=dissolve, bits=output.bits)
    render(plan, output, Registry(Plugins([])), Unwatched(), note="made so")
    return path


@pytest.mark.parametrize("parameterization", [Shot().parameterization, Fourier()], ids=repr)
def test_the_step_sums_up_where_it_pulls(rng: np.random.Generator, parameterization: Any) -> None:
    """As the gradients that `slope` gives at the same pictures and keys, added up in numpy."""
    shot = clear(parameterization=parameterization)
    assert shot.objective is not None
    step = AttributedStep(shot, Cut(LoadedNet(TINY, TINY.build("trained")), shot.objective.layers))
    image = ops.convert_to_tensor(rng.random((1, *SIZE, 3)).astype(np.float32))
    numbers = parameterization.encode(image)
    state = step.begin(shot.optimizer.begin(numbers), image)  # type: ignore[attr-defined]
    total = np.zeros((1, *SIZE, 1))
    for index in range(3):
        given = Inputs([value(knob, Clock()) for knob in step.knobs], index, index, image, ())
        slope = ops.convert_to_numpy(step.slope(parameterization.decode(numbers, SIZE), given)[1])
        total += np.abs(slope).mean(axis=3, keepdims=True)
        numbers, state, _, _ = step(numbers, state, given)
    strength = ops.convert_to_numpy(step.settle(state)[1])
    np.testing.assert_allclose(strength**2, total / total.max(), atol=1e-4)


def test_the_picture_is_the_one_without_alpha(tmp_path: Path) -> None:
    (with_alpha,) = painted(clear(), tmp_path / "a", size=SIZE)
    (without,) = painted(clear(finish=Brightness(1.0)), tmp_path / "b", size=SIZE)
    assert with_alpha.shape == (*SIZE, 4)
    np.testing.assert_array_equal(with_alpha[..., :3], without)
    assert 0.15 < np.mean(with_alpha[..., 3] > 0.999) < 0.35  # what lies above the 80th percentile
    assert with_alpha[..., 3].min() < 0.5


def test_a_film_that_goes_on_is_the_same_to_the_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shot = clear(seconds=1, motion=Zoom(1.3), source=Noise(0.2))
    whole = painted(shot, tmp_path / "a", size=SIZE, fps=4)
    assert len(whole) == 4
    again = painted(shot, tmp_path / "a", size=SIZE, fps=4)
    for file in sorted((tmp_path / "a").rglob("*.png"))[::2]:
        file.unlink()
    mended = painted(shot, tmp_path / "a", size=SIZE, fps=4)
    for one, other, third in zip(whole, again, mended, strict=True):
        assert np.array_equal(one, other)
        assert np.array_equal(one, third)


def test_several_pictures_lie_on_one_opaque_sheet(tmp_path: Path) -> None:
    (sheet,) = painted(clear(objective=Channel("relu1", (0, 2)), optimizer=Adam(1, 0.05)), tmp_path, size=SIZE)
    assert sheet.shape == (24, 68, 4)
    assert sheet[:, 32:36].min() == 1
    assert sheet[..., 3].min() < 1


@pytest.mark.parametrize("bits", [8, 16])
def test_the_store_keeps_four_channels(tmp_path: Path, rng: np.random.Generator, bits: int) -> None:
    store = Store(tmp_path, bits)
    saved = store.save("abc", rng.random((2, 5, 7, 4)).astype(np.float32))
    store.finish()
    np.testing.assert_array_equal(Store(tmp_path, bits).load("abc"), saved)


def test_a_png_a_webp_and_a_tif_keep_alpha_and_note(tmp_path: Path) -> None:
    (frame,) = painted(clear(), tmp_path / "store", size=SIZE, seed=1, fps=4)
    png, webp = (rendered(tmp_path / f"a.{ending}", clear()) for ending in ("png", "webp"))
    for path in (png, webp):
        with Image.open(path) as image:
            assert image.mode == "RGBA"
            np.testing.assert_array_equal(np.asarray(image), np.round(frame * 255))
    tif = rendered(tmp_path / "a.tif", clear())
    import tifffile

    with tifffile.TiffFile(tif) as file:
        assert file.pages.first.extrasamples == (tifffile.EXTRASAMPLE.UNASSALPHA,)
        np.testing.assert_allclose(file.asarray() / 65535, frame, atol=0.02)  # eight bits are coarser
    assert note_in(png) == note_in(webp) == note_in(tif) == "made so"
    assert Photo(tif).alpha(0.0, SIZE)[..., 0] == pytest.approx(frame[..., 3], abs=0.02)


def test_a_folder_keeps_alpha_also_of_opaque_shots(tmp_path: Path) -> None:
    plain = Shot(source=Noise(), seconds=1)
    folder = rendered(tmp_path / "frames", clear(seconds=1), plain, dissolve=0.5)
    frames = [np.asarray(Image.open(file)) for file in sorted(folder.glob("*.png"))]
    assert [frame.shape for frame in frames] == [(*SIZE, 4)] * 6
    assert frames[-1][..., 3].min() == 255
    assert frames[0][..., 3].min() < frames[2][..., 3].min() < 255


def test_colours_are_mixed_as_far_as_they_are_seen(rng: np.random.Generator) -> None:
    one, other = rng.random((2, 5, 7, 4)).astype(np.float32)
    between = mixed(one, other, 0.25)
    for ground in (0.0, 0.4, 1.0):  # on any ground it is the mean of what the two look like there
        seen = [frame[..., :3] * frame[..., 3:] + ground * (1 - frame[..., 3:]) for frame in (one, other, between)]
        np.testing.assert_allclose(seen[2], 0.75 * seen[0] + 0.25 * seen[1], atol=1e-5)


@pytest.mark.parametrize(
    ("name", "sentence", "hint"),
    [
        ("a.jpg", "a jpg has no transparency", "a .png, .webp or .tif keeps it"),
        ("a.mp4", "a .mp4 film has no transparency", "a folder of frames keeps it"),
        ("a.gif", "a gif, as it is written here, has no transparency", "a folder of frames keeps it"),
    ],
)
def test_what_has_no_alpha_says_so(tmp_path: Path, name: str, sentence: str, hint: str) -> None:
    seconds = None if name == "a.jpg" else 1.0
    with pytest.raises(BadOutput) as error:
        rendered(tmp_path / name, clear(seconds=seconds))
    what, by, how = str(error.value).split("\n")
    assert what == f"{sentence}, and shot 1 is transparent"
    assert by.startswith("  asked by Transparent(), test_alpha.py:")
    assert how == f"  {hint}; `| Backdrop()` at the end of the finish lays it on a colour"


def test_on_a_backdrop_a_film_is_written(tmp_path: Path) -> None:
    shot = clear(seconds=0.5, finish=Transparent() | Backdrop(), optimizer=Adam(1, 0.05))
    assert rendered(tmp_path / "a.gif", shot).stat().st_size > 0


def test_a_photo_s_alpha_goes_from_input_to_output(tmp_path: Path) -> None:
    alpha = np.tile(np.linspace(0, 255, SIZE[1]).astype(np.uint8), (SIZE[0], 1))
    given = np.dstack([np.full((*SIZE, 3), (200, 60, 20), np.uint8), alpha])
    Image.fromarray(given).save(tmp_path / "in.png")
    plain = Shot(source=Photo(tmp_path / "in.png"), finish=KeepAlpha())
    untouched = np.asarray(Image.open(rendered(tmp_path / "out.png", plain)))
    np.testing.assert_array_equal(untouched[..., 3], alpha)
    seen = alpha > 40  # where less is seen, eight bits on white say little of the colour
    assert np.abs(untouched[seen].astype(int) - given[seen]).max() <= 4
    dream = dataclasses.replace(clear(), source=Photo(tmp_path / "in.png"), finish=KeepAlpha())
    np.testing.assert_array_equal(np.asarray(Image.open(rendered(tmp_path / "dream.png", dream)))[..., 3], alpha)
