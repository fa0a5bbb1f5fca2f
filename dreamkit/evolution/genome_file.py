"""A genome as a file of JSON, which anyone can render, breed and send to others."""

from __future__ import annotations

import base64
import dataclasses
import json
import math
from pathlib import Path
from typing import Any, Final, final

import numpy as np

from dreamkit.errors import DreamkitError, InvalidValue
from dreamkit.evolution.cppn import FUNCTIONS, INPUTS, OUTPUTS, CppnGenome
from dreamkit.evolution.cppn_encoding import CppnEncoding
from dreamkit.evolution.cppn_mixing import has_circle
from dreamkit.evolution.direct import DirectEncoding
from dreamkit.evolution.encoding import Encoding, Genome

VERSION: Final = 1

_ENCODINGS: Final[dict[str, type[Encoding]]] = {kind.__name__: kind for kind in (CppnEncoding, DirectEncoding)}


class BadGenome(DreamkitError):
    """A file of a genome cannot be read, or a genome not written."""


@final
@dataclasses.dataclass(frozen=True)
class Ancestor:
    """One of the line that leads to an elite.

    Args:
        genome: how it is written down.
        generation: in which it was born.
        label: the class that the network was most sure of.
        probability: how sure.
    """

    genome: Genome
    generation: int
    label: str
    probability: float


@final
@dataclasses.dataclass(frozen=True)
class GenomeFile:
    """What such a file says.

    Args:
        encoding: how the genome is written down.
        genome: the genome.
        label: the class whose elite it is; empty where it is none.
        probability: how sure the network was of that.
        net: the network.
        generation: in which it was born.
        ancestors: its line, its parent first, as far as it is known.
    """

    encoding: Encoding
    genome: Genome
    label: str = ""
    probability: float = 0.0
    net: str = ""
    generation: int = 0
    ancestors: tuple[Ancestor, ...] = ()


def to_text(file: GenomeFile) -> str:
    """The file's text; raises `BadGenome` for an encoding of somebody else's, which only they can write down."""
    name = type(file.encoding).__name__
    if not isinstance(file.encoding, (CppnEncoding, DirectEncoding)):
        raise BadGenome(f"a genome of {name} has no form as a file")
    facts = {field: getattr(file, field) for field in ("label", "probability", "net", "generation")}
    settings = dataclasses.asdict(file.encoding)
    line = [{**dataclasses.asdict(one), "genome": _written(one.genome)} for one in file.ancestors]
    plain = {"dreamkit genome": VERSION, **facts, "encoding": {"name": name, **settings}}
    return json.dumps({**plain, "genome": _written(file.genome), "ancestors": line}) + "\n"


def read_genome(path: Path) -> GenomeFile:
    """What a file says; raises `BadGenome` in one sentence where it is none, damaged, or of a newer kind."""
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadGenome(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise BadGenome(f"{path} is no genome of dreamkit", hint="`dreamkit elites RECIPE` writes some") from error
    version = written.get("dreamkit genome") if isinstance(written, dict) else None
    if isinstance(version, int) and version > VERSION:
        what = f"{path} is a genome of version {version}, and this dreamkit reads version {VERSION}"
        raise BadGenome(what, hint="pip install --upgrade dreamkit")
    if version != VERSION:
        raise BadGenome(f"{path} is no genome of dreamkit", hint="`dreamkit elites RECIPE` writes some")
    try:
        return _file(written)
    except (AttributeError, KeyError, TypeError, ValueError, InvalidValue) as error:
        raise BadGenome(f"{path} is damaged: {error.what if isinstance(error, InvalidValue) else error}") from error


def _file(written: dict[str, Any]) -> GenomeFile:
    settings = dict(written["encoding"])
    encoding = _ENCODINGS[settings.pop("name")](**settings)
    line = tuple(Ancestor(**{**one, "genome": _read(one["genome"], encoding)}) for one in written["ancestors"])
    facts = {name: written[name] for name in ("label", "probability", "net", "generation")}
    return GenomeFile(encoding, _read(written["genome"], encoding), ancestors=line, **facts)


def _written(genome: Genome) -> dict[str, Any]:
    if isinstance(genome, CppnGenome):
        nodes = {str(node): function for node, function in genome.functions.items()}
        return {"nodes": nodes, "links": [[*link, weight] for link, weight in genome.links.items()]}
    return {"pixels": base64.b64encode(np.ascontiguousarray(genome, "<f4").tobytes()).decode()}


def _read(written: dict[str, Any], encoding: Encoding) -> Genome:
    if isinstance(encoding, DirectEncoding):
        numbers = np.frombuffer(base64.b64decode(written["pixels"]), "<f4")
        pixels = numbers.reshape(encoding.pixels, encoding.pixels, 3).astype(np.float32)
        if not ((pixels >= 0) & (pixels <= 1)).all():
            raise ValueError("a number lies outside 0 to 1")
        return pixels
    functions = {int(node): function for node, function in written["nodes"].items()}
    genome = CppnGenome(functions, {(one, to): float(weight) for one, to, weight in written["links"]})
    _check(genome)
    return genome


def _check(genome: CppnGenome) -> None:
    """Raise ValueError for a network that cannot be drawn."""
    for node, function in genome.functions.items():
        if function not in FUNCTIONS or node in INPUTS:
            raise ValueError(f"node {node} computes {function!r}")
    known = {*INPUTS, *genome.functions} - set(OUTPUTS)
    for (source, target), weight in genome.links.items():
        if source not in known or target not in genome.functions or not math.isfinite(weight):
            raise ValueError(f"a link leads from {source} to {target} with weight {weight}")
    if has_circle(genome):
        raise ValueError("its links lead in a circle")
