"""What shots, films and recipes can do outside of the command line: show themselves, and be written to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamkit.parts import Size

if TYPE_CHECKING:
    from dreamkit.film import Recipe


class Shown:
    """A notebook shows it as a picture, or, where it moves, as a film that plays; Python writes it to a file.

    Frames are kept in `.dreamkit` where the notebook runs, or beside the file, as they are for the command line.
    """

    def at(
        self, *, size: Size | int | None = None, fps: float | None = None, seed: int | None = None, **settings: Any
    ) -> Recipe[[]]:
        """The same at another size, rate or seed, and, of a recipe, with these settings; nothing is painted yet.

        Raises `BadRecipe` for a frame that no film has, and for a setting that it does not have.
        """
        from dreamkit.showing import shown_at

        return shown_at(self, size, fps, seed, settings)

    def render(self, path: str | Path) -> Path:
        """Write it to a file or folder, whose ending chooses the form as on the command line; gives the path.

        Raises a `DreamkitError` for all that `dreamkit render` tells in a sentence.
        """
        from dreamkit.showing import rendered

        return rendered(self, path)

    def _repr_html_(self) -> str | None:
        """A film as a video for Jupyter; None for a still, and for what fails before it is a film."""
        from dreamkit.showing import moves, video

        return video(self) if moves(self) else None

    def _repr_png_(self) -> bytes | None:
        """A still, or several on one sheet, as a PNG for Jupyter; None for a film."""
        from dreamkit.showing import moves, png

        return None if moves(self) else png(self)
