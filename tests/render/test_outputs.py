"""Each form in which pictures leave: what is written, what is refused, and that nothing half-written ever stands."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence

from dreamkit import Channel, Colour, Film, Net, Photo, Shot
from dreamkit.errors import BadOutput, BadPicture
from dreamkit.plan import Plan, make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.endings import note_in, output_at
from dreamkit.render.output import check_output
from dreamkit.render.stills import shown

NOTE = json.dumps({"recipe": "é" * 15_000})  # more than 64 KiB, where some formats count in 16 bits

SIZE = (32, 48)


def plan_of(
    *shots: Shot, size: tuple[int, int] = SIZE, fps: float = 10, dissolve: float = 0, bits: int = 8, columns: int = 0
) -> Plan:
    film = Film(*(shots or (Shot(source=Colour()),)), dissolve=dissolve, columns=columns)
    return make_plan(film, name="patches", size=size, fps=fps, seed=0, registry=Registry(Plugins([])), bits=bits)


def film_of(seconds: float = 1.0, **frame: object) -> Plan:
    return plan_of(Shot(source=Colour(), seconds=seconds), **frame)  # type: ignore[arg-type]


def patches(size: tuple[int, int] = SIZE) -> np.ndarray:
    """Red, green and blue side by side."""
    picture = np.zeros((*size, 3), np.float32)
    for channel, columns in enumerate(np.array_split(np.arange(size[1]), 3)):
        picture[:, columns, channel] = 1
    return picture


def write(path: Path | str, plan: Plan, frames: list[np.ndarray] | None = None, note: str = NOTE) -> Path:
    output = output_at(str(path))
    check_output(output, plan, note)
    with output.opened(plan, note) as put:
        for frame in [patches()] * plan.frames if frames is None else frames:
            put(frame)
    return output.path


def refusal(path: Path | str, plan: Plan, note: str = NOTE) -> str:
    with pytest.raises(BadOutput) as caught:
        check_output(output_at(str(path)), plan, note)
    return str(caught.value)


@pytest.mark.parametrize("ending", ["png", "jpg", "jpeg", "PNG", "tiff", "webp"])
def test_a_still_is_the_picture_itself(tmp_path: Path, ending: str) -> None:
    path = write(tmp_path / f"a.{ending}", plan_of(), note="made of nothing")
    found = pixels(path) if "tif" not in ending else _tiff(path) // 257
    assert np.abs(found - 255 * patches()).max() <= (4 if "j" in ending else 0)
    assert note_in(path) == "made of nothing"


def test_a_tif_keeps_16_bits(tmp_path: Path) -> None:
    assert output_at("a.tif").bits == 16
    steps = (np.arange(32 * 48 * 3).reshape(32, 48, 3) / 65535).astype(np.float32)
    path = write(tmp_path / "a.tif", plan_of(bits=16), [steps])
    assert _tiff(path).dtype == np.uint16
    np.testing.assert_array_equal(_tiff(path).ravel(), np.arange(32 * 48 * 3))
    assert note_in(path) == NOTE


def test_a_webp_carries_a_long_note(tmp_path: Path) -> None:
    assert note_in(write(tmp_path / "a.webp", plan_of())) == NOTE


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


def _tiff(path: Path) -> np.ndarray:
    import tifffile

    return tifffile.imread(path)


def test_several_stills_become_a_sheet_and_a_folder_keeps_them_apart(tmp_path: Path) -> None:
    plan = plan_of(*[Shot(source=Colour())] * 4)
    frames = [np.full((*SIZE, 3), shade, np.float32) for shade in (0, 0.2, 0.4, 0.6)]
    sheet = pixels(write(tmp_path / "a.png", plan, frames))
    assert sheet.shape == (2 * 32 + 4, 2 * 48 + 4, 3)
    assert [sheet[row, column, 0] for row in (0, -1) for column in (0, -1)] == [0, 51, 102, 153]
    assert (sheet[32:36] == 255).all()
    folder = write(tmp_path / "frames", plan, frames)
    names = sorted(file.name for file in folder.iterdir())
    assert names == ["dreamkit.json", *(f"frame_0000{number}.png" for number in range(4))]
    assert pixels(folder / "frame_00002.png")[0, 0, 0] == 102


def test_a_film_says_how_many_pictures_its_sheet_has_in_a_row(tmp_path: Path) -> None:
    plan = plan_of(*[Shot(source=Colour())] * 5, columns=4)
    frames = [np.full((*SIZE, 3), shade, np.float32) for shade in (0, 0.2, 0.4, 0.6, 0.8)]
    sheet = pixels(write(tmp_path / "a.png", plan, frames))
    assert sheet.shape == (2 * 32 + 4, 4 * 48 + 3 * 4, 3)
    assert [sheet[row, column, 0] for row in (0, -1) for column in (0, -1)] == [0, 153, 204, 255]


def test_a_sheet_of_a_film_shows_twelve_frames_from_its_first_to_its_last() -> None:
    assert shown(film_of(10.0)) == [0, 9, 18, 27, 36, 45, 54, 63, 72, 81, 90, 99]
    assert shown(film_of(0.5)) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("ending", ["mp4", "webm", "mov"])
def test_a_film_decodes_to_its_frames_in_its_colours(tmp_path: Path, ending: str) -> None:
    import av

    path = write(tmp_path / f"a.{ending}", film_of(2.0))
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.average_rate == 10
        context = stream.codec_context
        assert context.pix_fmt == ("yuv422p10le" if ending == "mov" else "yuv420p")
        # BT.709 in limited range, and tagged so: what every player shows alike
        tags = (context.colorspace, context.color_primaries, context.color_trc, context.color_range)
        assert tuple(map(int, tags)) == (1, 1, 1, 1)
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]
    assert len(frames) == 20
    for column, colour in ((8, (255, 0, 0)), (24, (0, 255, 0)), (40, (0, 0, 255))):
        assert np.abs(frames[7][16, column].astype(int) - colour).max() <= 6
    assert note_in(path) == NOTE


def test_a_gif_keeps_colours_time_and_note(tmp_path: Path) -> None:
    moving = [np.roll(patches(), 2 * number, axis=1) for number in range(12)]
    path = write(tmp_path / "a.gif", film_of(0.5, fps=24), moving)
    with Image.open(path) as image:
        assert image.info["loop"] == 0
        frames = [(frame.info["duration"], np.asarray(frame.convert("RGB"))) for frame in ImageSequence.Iterator(image)]
    assert len(frames) == 12
    assert sum(duration for duration, _ in frames) == 500
    for number, (_, frame) in enumerate(frames):
        assert np.abs(frame - 255 * moving[number]).max() <= 8
    assert note_in(path) == NOTE


def test_frames_of_a_gif_have_the_colours_they_need(tmp_path: Path) -> None:
    ramp = np.linspace(0, 1, 48, dtype=np.float32)[None, :, None] * np.ones((32, 1, 3), np.float32)
    path = write(tmp_path / "a.gif", film_of(0.2), [ramp, ramp * np.float32([1, 0.5, 0])])
    with Image.open(path) as image:
        image.seek(1)
        found = np.asarray(image.convert("RGB"), float)
    assert np.abs(found - 255 * ramp * [1, 0.5, 0]).mean() < 3


def test_an_older_folder_of_frames_is_replaced_and_a_strange_one_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "frames", film_of(1.0))
    write(tmp_path / "frames", film_of(0.3))
    assert len(list((tmp_path / "frames").glob("*.png"))) == 3
    (tmp_path / "frames" / "letter.txt").write_text("dear")
    assert refusal(tmp_path / "frames", film_of()) == (
        f"the folder {tmp_path}/frames holds other things than a film's frames, such as letter.txt\n"
        "  choose another name"
    )


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.mp4", "a.webm", "a.mov", "a.gif", "frames"])
def test_what_stops_half_way_leaves_nothing_and_spares_what_stood_there(tmp_path: Path, name: str) -> None:
    before = write(tmp_path / name, film_of(0.4), note="")
    stood = _contents(before)
    with pytest.raises(KeyboardInterrupt):
        _stop_half_way(before)
    assert [entry.name for entry in tmp_path.iterdir()] == [name]
    assert _contents(before) == stood


def _stop_half_way(path: Path) -> None:
    with output_at(str(path)).opened(film_of(), NOTE) as put:
        for _ in range(3):
            put(patches())
        raise KeyboardInterrupt


def _contents(path: Path) -> dict[str, bytes]:
    files = path.iterdir() if path.is_dir() else [path]
    return {file.name: file.read_bytes() for file in files}


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.mp4", "a.webm", "a.mov", "a.gif", "frames"])
def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path, name: str, rng: np.random.Generator) -> None:
    path = tmp_path / name
    noise = [rng.random((64, 64, 3)).astype(np.float32) for _ in range(20)]
    with pytest.raises(BadOutput) as caught, largest_file(3000):
        write(path, film_of(2.0, size=(64, 64)), noise, note="")
    assert str(caught.value) == f"{path} cannot be written: the file would be larger than the disk takes"
    assert not list(tmp_path.iterdir())


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let the system refuse to write more bytes than this into any file, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_an_unknown_ending_lists_the_known_ones() -> None:
    with pytest.raises(BadOutput) as caught:
        output_at("tunnel.mp5")
    assert str(caught.value) == (
        "nothing can be written to 'tunnel.mp5': the ending '.mp5' is unknown\n"
        "  did you mean '.mp4'? it can end in .png, .jpg, .jpeg, .tif, .tiff, .webp, .mp4, .webm, .mov, .gif, "
        "or in / for a folder of frames"
    )


def test_something_in_the_way_is_told_before_anything_is_painted(tmp_path: Path) -> None:
    (tmp_path / "a.png").mkdir()
    (tmp_path / "frames").write_text("a letter")
    for name, sentence in {
        "a.png": "is a folder, and a file was to be written there",
        "frames": "is a file, and a folder of frames was to be written there",
    }.items():
        with pytest.raises(BadOutput) as caught:
            output_at(str(tmp_path / name))
        assert str(caught.value) == f"{tmp_path / name} {sentence}\n  choose another name"
    inside = tmp_path / "frames" / "a.png"
    assert refusal(inside, plan_of()) == f"{inside} cannot be written: a file stands where a folder was wanted"


def test_a_folder_that_may_not_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", denied)  # root, who runs many a CI, may write anywhere
    assert refusal(tmp_path / "a.png", plan_of()) == (
        f"{tmp_path}/a.png cannot be written: the folder may not be written to"
    )


@pytest.mark.parametrize(
    ("name", "plan", "sentence"),
    {
        "a still as a film": (
            "a.mp4",
            lambda: plan_of(),
            "patches is a still, and a.mp4 a film\n  write it to .png, .jpg or .tif, or give its Shot some seconds",
        ),
        "a still as a gif": (
            "a.gif",
            lambda: plan_of(),
            "patches is a still, and a.gif a film\n  write it to .png, .jpg or .tif, or give its Shot some seconds",
        ),
        "odd sides": (
            "a.mp4",
            lambda: film_of(size=(33, 64)),
            "a .mp4 film needs even sides of at least 16 pixels, and 64x33 came\n  --size 64x32 would work",
        ),
        "too small": (
            "a.WEBM",
            lambda: film_of(size=(8, 8)),
            "a .webm film needs even sides of at least 16 pixels, and 8x8 came\n  --size 16x16 would work",
        ),
        "too fast for a gif": (
            "a.gif",
            lambda: film_of(fps=60),
            "a gif shows at most 50 frames a second, and 60 came\n  --fps 50 would work",
        ),
        "too large for a jpg": (
            "a.jpg",
            lambda: plan_of(size=(16, 65536)),
            "a jpg has at most 65535 pixels a side, and 65536x16 came\n  a .png has no limit",
        ),
        "too large for a webp": (
            "a.webp",
            lambda: plan_of(size=(16, 16384)),
            "a webp has at most 16383 pixels a side, and 16384x16 came\n  a .png has no limit",
        ),
        "sheets beside pictures": (
            "a.mp4",
            lambda: plan_of(
                Shot(source=Colour(), seconds=1),
                Shot(net=Net("tiny"), objective=Channel("relu1", (1, 2, 3, 4)), seconds=1),
            ),
            "shot 2 gives pictures of 100x68, and shot 1 of 48x32\n"
            "  one file takes one size; lay them out alike with Grid(), or write to a folder",
        ),
    }.values(),
)
def test_what_does_not_go_into_a_form(tmp_path: Path, name: str, plan: Callable[[], Plan], sentence: str) -> None:
    assert refusal(tmp_path / name, plan(), "") == sentence


def test_a_note_too_long_for_a_jpg(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.jpg", plan_of(), "x" * 70_000) == (
        "a jpg can say how it was made in 65533 bytes, and the recipe takes 70000\n  a .png has no limit"
    )


def test_a_picture_that_the_film_is_made_from_is_not_overwritten(tmp_path: Path) -> None:
    photo = tmp_path / "cat.png"
    Image.new("RGB", (48, 32)).save(photo)
    assert refusal(tmp_path / ".." / tmp_path.name / "cat.png", plan_of(Shot(source=Photo(photo)))) == (
        f"{tmp_path}/../{tmp_path.name}/cat.png is what the film is made from, and would be lost\n  choose another name"
    )


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.png", None, "there is no file {path}"),
        ("a.txt", b"dear", "{path} is no picture or film"),
        ("a.png", b"\x89PNG and no more", "{path} cannot be read: cannot identify image file {path!r}"),
        (
            "a.mp4",
            b"no film",
            "{path} cannot be read: [Errno 1094995529] Invalid data found when processing input: {path!r}",
        ),
    ],
)
def test_a_note_that_cannot_be_read(tmp_path: Path, name: str, content: bytes | None, sentence: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadPicture) as caught:
        note_in(path)
    assert str(caught.value) == sentence.format(path=str(path))


def test_a_picture_from_elsewhere_says_nothing(tmp_path: Path) -> None:
    Image.new("RGB", (4, 4)).save(tmp_path / "a.png")
    with pytest.raises(BadPicture) as caught:
        note_in(tmp_path / "a.png")
    assert str(caught.value) == (
        f"{tmp_path}/a.png does not say how it was made\n  some programs and sites take such notes out"
    )
