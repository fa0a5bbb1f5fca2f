"""A real notebook, run by a real kernel: shots and films show themselves, and mistakes are sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

STILL = """
from dreamkit import Ascent, Film, Layer, Net, Shot, Zoom, notebook, recipe

notebook.EVERY = 0  # so that even a short climb is seen on its way
shot = Shot(net=Net("tiny"), objective=Layer("relu1"), optimizer=Ascent(steps=3, rate=0.02)).at(size=32)
shot
"""

FILM = """
@recipe(size=(32, 48), fps=8)
def fall(seconds: float = 0.5) -> Film:
    return Film(Shot(net=Net("tiny"), objective=Layer("relu1"), motion=Zoom(1.5), seconds=seconds))

fall
"""

OWN = """
import dataclasses, numpy
from dreamkit import Source

@dataclasses.dataclass(frozen=True)
class Grey(Source):
    def frame(self, seconds, size, seed):
        return numpy.full((*size, 3), 0.5, numpy.float32)

Shot(source=Grey()).at(size=32)
"""

MISTAKE = """
Shot(net=Net("tiny"), objective=Layer("relu9"))
"""


def run(folder: Path, *cells: str) -> list[list[Any]]:
    """What each cell of a notebook puts out."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell.strip()) for cell in cells])
    where = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(notebook, allow_errors=True, resources=where, timeout=120).execute()
    return [cell.outputs for cell in notebook.cells]


@pytest.mark.filterwarnings("default")  # what Jupyter's own packages warn of is not ours to mend
def test_a_notebook(folder: Path) -> None:
    still, again, film, own, mistake, *_ = run(folder, STILL, "shot", FILM, OWN, MISTAKE)

    progress, picture = still
    assert progress["output_type"] == "display_data"
    assert progress["data"] == {"text/plain": ""}  # it went on, and was wiped away
    assert picture["output_type"] == "execute_result"
    assert set(picture["data"]) == {"text/plain", "image/png"}
    assert [output["data"].get("image/png") for output in again][-1] == picture["data"]["image/png"]

    assert film[-1]["data"]["text/html"].startswith('<video src="data:video/mp4;base64,')
    assert "image/png" not in film[-1]["data"]
    assert "image/png" in own[-1]["data"]
    assert len(list((folder / ".dreamkit").rglob("*.png"))) == 1 + 4 + 1

    told = [output for output in mistake if output["output_type"] == "error"]
    assert [output["traceback"] for output in told] == [
        [
            "tiny has no layer 'relu9'",
            "  asked by Layer('relu9'), line 1 of its cell",
            "  did you mean 'relu3'? `dreamkit layers tiny` lists all 16",
        ]
    ]
