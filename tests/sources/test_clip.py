"""A clip shows the right frame at any time, from any kind of film, and says what is wrong with one."""

from __future__ import annotations

import contextlib
import struct
import sys
import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dreamkit import Clip, Film, Layer, Net, Photo, Shot
from dreamkit.digests import file_digest
from dreamkit.errors import BadPicture, DreamkitError, InvalidValue
from dreamkit.plan.plan import Plan, make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry, static_config
from dreamkit.sources.film_reader import FilmReader
from dreamkit.testing import check_part

SIZE = (48, 64)
FRAMES = 30
KINDS = {
    "mp4": ("libx264", "yuv420p", {"g": "12"}),
    "mkv": ("libx264", "yuv420p", {"g": "12"}),
    "webm": ("libvpx-vp9", "yuv420p", {"cpu-used": "8"}),
    "mov": ("prores_ks", "yuv422p10le", {}),
    "avi": ("mpeg4", "yuv420p", {"bf": "2"}),
}


def write_film(
    path: Path,
    *,
    frames: int = FRAMES,
    times: list[int] | None = None,
    rate: int | Fraction = 24,
    faststart: bool = False,
) -> Path:
    """A film whose frame n is n / `frames` grey; `times`, in milliseconds, where it has no steady rate."""
    import av

    codec, pixels, options = KINDS[path.suffix[1:]]
    with av.open(str(path), "w", options={"movflags": "faststart"} if faststart else {}) as container:
        stream: Any = container.add_stream(codec, rate=rate, options=options)
        stream.height, stream.width, stream.pix_fmt, stream.bit_rate = *SIZE, pixels, 8_000_000
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(np.full((*SIZE, 3), round(255 * number / frames), np.uint8), "rgb24")
            if times:
                frame.pts, frame.time_base = times[number], Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def shown(clip: Clip, seconds: float, frames: int = FRAMES) -> int:
    """The number of the frame that a clip shows."""
    return round(float(clip.frame(seconds, SIZE, 0).mean()) * frames)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_film(tmp_path_factory.mktemp("films") / "walk.mp4")


@pytest.mark.parametrize("kind", KINDS)
def test_every_frame_of_every_kind_of_film_is_found_forwards_and_backwards(kind: str, tmp_path: Path) -> None:
    clip = Clip(write_film(tmp_path / f"walk.{kind}"))
    assert clip.seconds == pytest.approx(FRAMES / 24, abs=1e-3)
    assert clip.natural_size() == SIZE
    numbers = list(range(FRAMES))
    assert [shown(clip, number / 24) for number in numbers] == numbers
    assert [shown(clip, number / 24) for number in reversed(numbers)] == numbers[::-1]
    hops = np.random.default_rng(0).permutation(FRAMES)
    assert [shown(clip, number / 24) for number in hops] == hops.tolist()


def test_a_clip_keeps_the_contract(film: Path) -> None:
    check_part(Clip(film, 0.25, 0.5, "loop"))


def test_between_two_frames_the_earlier_one_is_shown(film: Path) -> None:
    assert [shown(Clip(film), seconds) for seconds in (0.0, 0.04, 0.0417, 0.083, 0.0834)] == [0, 0, 1, 1, 2]


def test_a_film_without_a_steady_rate_is_shown_by_its_clock(tmp_path: Path) -> None:
    clip = Clip(write_film(tmp_path / "a.mkv", frames=5, times=[0, 100, 500, 600, 1000]), at_end="hold")
    assert [shown(clip, seconds, 5) for seconds in (0.05, 0.1, 0.49, 0.55, 0.99, 1.0, 5.0)] == [0, 1, 1, 2, 3, 4, 4]


def test_frames_far_ahead_are_jumped_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dreamkit.sources import film_reader

    monkeypatch.setattr(film_reader, "FAR", 2)
    clip = Clip(write_film(tmp_path / "walk.mp4"))
    assert [shown(clip, number / 24) for number in (1, 2, 25, 26, 3, 29, 0)] == [1, 2, 25, 26, 3, 29, 0]


def test_start_and_speed(film: Path) -> None:
    fast = Clip(film, start=10 / 24, speed=2)
    assert [shown(fast, number / 24) for number in (0, 1, 5)] == [10, 12, 20]
    assert fast.seconds == pytest.approx(10 / 24)
    slow = Clip(film, speed=0.5)
    assert [shown(slow, number / 24) for number in (0, 1, 2, 3)] == [0, 0, 1, 1]
    assert slow.seconds == pytest.approx(2 * FRAMES / 24)


def test_after_the_end_it_holds_or_begins_again(film: Path) -> None:
    assert shown(Clip(film, at_end="hold"), 99) == FRAMES - 1
    looped = Clip(film, start=10 / 24, at_end="loop")
    assert [shown(looped, number / 24) for number in (19, 20, 21, 45)] == [29, 10, 11, 15]


def test_a_gif_has_frames_of_any_length(tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    first, *others = [Image.new("L", SIZE[::-1], grey) for grey in (0, 102, 204)]
    first.save(path, save_all=True, append_images=others, duration=[100, 400, 100])
    assert [shown(Clip(path), seconds, 5) for seconds in (0, 0.09, 0.1, 0.49, 0.5, 0.59)] == [0, 0, 2, 2, 4, 4]
    assert Clip(path).seconds == pytest.approx(0.6, abs=0.11)


def test_a_telephone_s_film_stands_upright(tmp_path: Path) -> None:
    """A film filmed sideways says in its header how to turn it; here, by a quarter clockwise."""
    import av

    path = tmp_path / "sideways.mp4"
    picture = np.zeros((*SIZE, 3), np.uint8)
    picture[:, :32] = 255  # the left half, which a quarter turn brings to the top
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=24)
        stream.height, stream.width, stream.pix_fmt = *SIZE, "yuv420p"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode())
    film = bytearray(path.read_bytes())
    one = 1 << 16
    matrix = struct.pack(">9i", 0, one, 0, -one, 0, 0, SIZE[0] * one, 0, 1 << 30)
    place = film.index(b"tkhd") + 44  # ISO 14496-12, section 8.3.2
    film[place : place + len(matrix)] = matrix
    path.write_bytes(film)
    clip = Clip(path)
    assert clip.natural_size() == SIZE[::-1]
    frame = clip.frame(0, SIZE[::-1], 0)
    assert frame[:30].mean() > 0.95
    assert frame[34:].mean() < 0.05


def test_a_folder_of_frames_is_a_film(tmp_path: Path) -> None:
    for number in range(12):
        Image.new("L", (8, 6), 20 * number).save(tmp_path / f"frame{number}.png")
    (tmp_path / "notes.txt").write_text("not a frame")
    Image.new("L", (8, 6)).save(tmp_path / ".hidden.png")
    clip = Clip(tmp_path, fps=4)
    assert clip.seconds == 3
    assert clip.natural_size() == (6, 8)
    numbers = [round(float(clip.frame(seconds, (6, 8), 0).mean() * 255 / 20)) for seconds in (0, 0.5, 2.5, 2.75)]
    assert numbers == [0, 2, 10, 11]
    assert Clip(tmp_path).seconds == 0.5
    check_part(clip)


def test_a_film_s_identity_is_its_contents(film: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(film.read_bytes())
    assert static_config(Clip(copy)) == static_config(Clip(film))
    folder = tmp_path / "frames"
    folder.mkdir()
    before = file_digest(folder)
    Image.new("L", (8, 6)).save(folder / "1.png")
    one = file_digest(folder)
    Image.new("L", (8, 6), 9).save(folder / "1.png")
    two = file_digest(folder)
    (folder / "1.png").rename(folder / "2.png")
    assert len({before, one, two, file_digest(folder)}) == 4
    assert file_digest(tmp_path / "nothing") == "missing"


def test_a_film_that_changes_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("L", (8, 6), 0).save(path)
    assert Photo(path).frame(0, (6, 8), 0).max() == 0
    Image.new("L", (8, 6), 255).save(path, compress_level=0)
    assert Photo(path).frame(0, (6, 8), 0).min() == 1


def _refused(clip: Clip, seconds: float = 0.0) -> str:
    with pytest.raises(DreamkitError) as caught:
        clip.ready(seconds)
    assert caught.value.by is clip
    return "\n".join(filter(None, [caught.value.what, caught.value.hint]))


def test_what_is_no_film_is_a_sentence(film: Path, tmp_path: Path) -> None:
    text, empty, photo, song = (tmp_path / name for name in ("text.mp4", "empty.mp4", "photo.jpg", "song.wav"))
    text.write_text("once upon a time " * 100)
    empty.touch()
    Image.new("L", (8, 6)).save(photo)
    with wave.open(str(song), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16000))
    assert _refused(Clip(text)) == f"{text} is no film, or was cut off: Invalid data found when processing input"
    assert _refused(Clip(empty)) == f"{empty} is empty"
    assert _refused(Clip(photo)) == f"{photo} is a single picture, and a film was wanted\nPhoto reads it"
    silent = "it is sound alone, or was cut off before its end"
    assert _refused(Clip(song)) == f"{song} holds no pictures\n{silent}"
    missing = film.parent / "wlak.mp4"
    assert _refused(Clip(missing)) == f"there is no file {missing}\ndid you mean 'walk.mp4'?"
    folder = tmp_path / "nothing"
    folder.mkdir()
    assert _refused(Clip(folder)) == f"the folder {folder} holds no pictures"


def test_a_film_that_was_cut_off_is_a_sentence(film: Path, tmp_path: Path) -> None:
    whole = film.read_bytes()
    headless, soon = tmp_path / "headless.mp4", tmp_path / "soon.mp4"
    headless.write_bytes(whole[: len(whole) // 2])
    assert "cut off" in _refused(Clip(headless))
    header_first = write_film(tmp_path / "first.mp4", faststart=True).read_bytes()
    soon.write_bytes(header_first[: len(header_first) * 3 // 4])
    assert _refused(Clip(soon)).startswith(f"{soon} is cut off: it should last 1.25 seconds, and breaks off after ")
    stream = write_film(tmp_path / "walk.mkv").read_bytes()
    (tmp_path / "cut.mkv").write_bytes(stream[: len(stream) // 2])
    assert "cut off" in _refused(Clip(tmp_path / "cut.mkv"))


def test_a_film_with_a_hole_in_it_is_a_sentence_or_a_frame(film: Path, tmp_path: Path) -> None:
    holed = bytearray(film.read_bytes())
    middle = len(holed) // 3
    holed[middle : middle + 400] = bytes(400)
    path = tmp_path / "holed.mp4"
    path.write_bytes(holed)
    for number in range(FRAMES):
        with contextlib.suppress(BadPicture):
            Clip(path).frame(number / 24, SIZE, 0)


def test_a_clip_that_ends_early_is_a_sentence(film: Path) -> None:
    clip = Clip(film)
    line = sys._getframe().f_lineno - 1
    clip.ready(29 / 24)
    with pytest.raises(BadPicture) as caught:
        clip.ready(6)
    assert str(caught.value) == (
        f"{film} lasts 1.25 seconds, and a frame at 6 seconds was asked for\n"
        f"  asked by {clip!r}, test_clip.py:{line}\n"
        "  at_end='hold' or at_end='loop' would work"
    )
    with pytest.raises(BadPicture, match=r"lasts 1\.25 seconds, and a frame at 1\.25 seconds was asked for"):
        clip.frame(1.25, SIZE, 0)
    part = Clip(film, start=0.25, speed=2)
    assert _refused(part, 0.6).startswith(
        f"{film} lasts 0.5 seconds from 0.25 on at 2 times its speed, and a frame at 0.6"
    )
    assert _refused(Clip(film, start=3)) == f"{film} lasts 1.25 seconds, and cannot start at 3"
    Clip(film, at_end="hold").ready(99)


def test_a_film_is_planned_only_if_its_clip_is_long_enough(film: Path) -> None:
    def frames(**slots: Any) -> int:
        shot = Shot(source=Clip(film), **slots)
        return make_plan(Film(shot), name="a", size=SIZE, fps=12, seed=0, registry=Registry(Plugins([]))).frames

    assert frames() == 15
    assert frames(seconds=1.0) == 12
    assert frames(seconds=1.28) == 15  # its last frame begins in time
    with pytest.raises(BadPicture, match=r"lasts 1\.25 seconds, and a frame at 1\.917 seconds was asked for"):
        frames(seconds=2.0)


def test_every_source_of_a_shot_must_be_there(tmp_path: Path) -> None:
    from dreamkit import Guide

    guided = Shot(net=Net("tiny"), objective=Guide("block1", of=Photo(tmp_path / "no.jpg")) + Layer("block1"))
    with pytest.raises(BadPicture, match=r"there is no file .*no\.jpg"):
        make_plan(Film(guided), name="a", size=SIZE, fps=12, seed=0, registry=Registry(Plugins([])))


def test_fields_that_make_no_sense_are_sentences(film: Path) -> None:
    wrong = {
        "Clip.at_end cannot be 'lop'": {"at_end": "lop"},
        "Clip.fit cannot be 'squeeze'": {"fit": "squeeze"},
        "Clip.fps lies above 0 and up to 1000, and 0 came": {"fps": 0},
        "Clip.start must be at least 0, and -1 came": {"start": -1},
        "Clip.speed must lie between 0.001 and 1000, and 0 came": {"speed": 0},
    }
    for what, fields in wrong.items():
        with pytest.raises(InvalidValue) as caught:
            Clip(film, **fields)  # type: ignore[arg-type]
        assert caught.value.what == what
    assert (
        _refused(Clip(film, fps=12)) == f"Clip.fps is for a folder of pictures, and {film} has a frame rate of its own"
    )


def test_a_reader_keeps_no_frame_but_the_last(film: Path) -> None:
    reader = FilmReader(film)
    assert reader.picture(3) is reader.picture(3)
    assert not np.array_equal(reader.picture(4), reader.picture(3))


def planned(*shots: Shot) -> Plan:
    return make_plan(Film(*shots), name="a", size=SIZE, fps=None, seed=0, registry=Registry(Plugins([])))


@pytest.mark.parametrize("rate", [25, Fraction(30000, 1001)])
@pytest.mark.parametrize("ending", ["mp4", "mkv", "webm", "mov", "avi"])
def test_a_film_without_a_rate_has_that_of_its_clip_and_every_frame_once(
    tmp_path: Path, ending: str, rate: int | Fraction
) -> None:
    clip = Clip(write_film(tmp_path / f"film.{ending}", rate=rate))
    plan = planned(Shot(source=clip))
    assert plan.fps == pytest.approx(float(rate), rel=1e-9)
    assert plan.frames == FRAMES
    assert [shown(clip, number / plan.fps) for number in range(FRAMES)] == list(range(FRAMES))


def test_the_rate_of_a_film_without_one(tmp_path: Path) -> None:
    uneven = Clip(write_film(tmp_path / "film.mkv", frames=4, times=[0, 100, 200, 700]))
    assert planned(Shot(source=uneven)).fps == pytest.approx(4 / uneven.seconds)
    Image.new("RGB", SIZE[::-1]).save(tmp_path / "1.png")
    folder = Clip(tmp_path, fps=10, at_end="hold")
    assert planned(Shot(), Shot(source=folder)).fps == 10
    assert planned(Shot()).fps == 24
