"""The ending of a name chooses the form: a picture, a film, or, without one, a folder of frames."""

from __future__ import annotations

from pathlib import Path

from dreamkit.errors import BadOutput, BadPicture, suggestion
from dreamkit.render.folder import Folder
from dreamkit.render.gif import Gif
from dreamkit.render.output import Output
from dreamkit.render.stills import Still
from dreamkit.render.video import CODECS, Video

FORMS: dict[str, type[Output]] = {
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"), Still),
    **dict.fromkeys(CODECS, Video),
    ".gif": Gif,
}
"""What each ending means."""


def output_at(where: str) -> Output:
    """The form that a name asks for; one without an ending, or with a slash at its end, is a folder of frames.

    Raises `BadOutput` for an ending that means nothing, and where something of another kind stands in the way.

    >>> [type(output_at(name)).__name__ for name in ("tunnel.PNG", "tunnel.webm", "tunnel", "tunnel.v2/")]
    ['Still', 'Video', 'Folder', 'Folder']
    """
    path = Path(where)
    form = Folder if where.endswith("/") or not path.suffix else FORMS.get(path.suffix.lower())
    if form is None:
        hint = suggestion(path.suffix, FORMS, f"it can end in {', '.join(FORMS)}, or in / for a folder of frames")
        raise BadOutput(f"nothing can be written to {path.name!r}: the ending {path.suffix!r} is unknown", hint=hint)
    if path.exists() and path.is_dir() != (form is Folder):
        stands, wanted = ("a folder", "a file") if path.is_dir() else ("a file", "a folder of frames")
        raise BadOutput(f"{path} is {stands}, and {wanted} was to be written there", hint="choose another name")
    return form(path)


def note_in(path: Path) -> str:
    """The note inside a picture, film or folder that dreamkit made.

    Raises `BadPicture` where there is none, and where it cannot be read.
    """
    form = Folder if path.is_dir() else FORMS.get(path.suffix.lower())
    if form is None or not path.exists():
        raise BadPicture(f"{path} is no picture or film" if path.exists() else f"there is no file {path}")
    try:
        note = form(path).note()
    except Exception as error:  # decoders raise nearly anything on a broken file
        reason = str(error).split("\n")[0]
        raise BadPicture(f"{path} cannot be read: {reason}") from error
    if not note:
        raise BadPicture(f"{path} does not say how it was made", hint="some programs and sites take such notes out")
    return note
