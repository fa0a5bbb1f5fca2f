"""Looking a plugin over from outside: what it answers, and every part that it registers."""

from __future__ import annotations

import dataclasses
import inspect
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, final

from dreamkit.announced import Loaded
from dreamkit.checkup.which import Found
from dreamkit.errors import DreamkitError, FailedPart, one_line
from dreamkit.parts import Part
from dreamkit.registry import Registry
from dreamkit.testing import check_part, painted, two_frame_film


@final
@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing that was looked at: "fine", "wrong", or "mind", where nothing could be found out."""

    how: Literal["fine", "wrong", "mind"]
    text: str


def looked_over(found: Found, backends: Sequence[str], *, deep: bool = False) -> Iterator[Finding]:
    """Everything about some plugins, one finding after the other; nothing that is wrong with them raises.

    Each part that they register is held against the contract on these backends, as its class's `example` makes it. With
    `deep`, a film of two frames is painted with it too, on the backend of this process.
    """
    for loaded in found.plugins:
        yield _announced(loaded)
        for kind in _parts(loaded, found.registry):
            made = _made(kind)
            if isinstance(made, Finding):
                yield made
                continue
            yield _held(made, backends)
            if deep:
                yield _filmed(made)


def _announced(loaded: Loaded) -> Finding:
    name = f"{loaded.name} {loaded.version}".strip()
    if loaded.trouble:
        return Finding("wrong", f"{name}: {loaded.trouble}")
    return Finding("fine", f"{name}: its hooks are in order, and it brings {', '.join(loaded.brings) or 'no words'}")


def _parts(loaded: Loaded, registry: Registry) -> list[type[Part]]:
    """The classes of parts that a plugin brings."""
    return [
        kind for name, kind in registry.classes.items() if name in registry.kinds and kind.__name__ in loaded.brings
    ]


def _made(kind: type[Part]) -> Part | Finding:
    """A part to try, or why there is none."""
    wanted = [argument.name for argument in inspect.signature(kind).parameters.values() if _must_come(argument)]
    if wanted and kind.example.__func__ is Part.example.__func__:  # type: ignore[attr-defined]
        what = f"{kind.__name__} is not tried: its {_listed(wanted)} must be given"
        return Finding("mind", f"{what}; a classmethod `example` can say what to try")
    try:
        return kind.example()
    except Exception as error:
        return Finding("wrong", f"{kind.__name__}.example() fails: {one_line(error)}")


def _must_come(argument: inspect.Parameter) -> bool:
    return argument.default is argument.empty and argument.kind is not argument.VAR_POSITIONAL


def _held(part: Part, backends: Sequence[str]) -> Finding:
    try:
        part.check_files()
        check_part(part, backends=backends)
    except Exception as error:
        text = str(error) if isinstance(error, DreamkitError) else one_line(error)
        return Finding("wrong", text if repr(part) in text else f"{part!r}: {text}")
    return Finding("fine", f"{part!r} keeps the contract on {_listed(backends)}")


def _filmed(part: Part) -> Finding:
    try:
        with tempfile.TemporaryDirectory() as store:
            painted(two_frame_film(part), Path(store), fps=2)
    except FailedPart as error:
        return Finding("wrong", str(error))
    except DreamkitError as error:
        return Finding("mind", f"{part!r} has no place in a film of two frames by the tiny network: {error.what}")
    return Finding("fine", f"{part!r} has its place in a film of two frames")


def _listed(words: Sequence[str]) -> str:
    """Words as a sentence has them.

    >>> _listed(["tensorflow", "jax", "torch"]), _listed(["jax"])
    ('tensorflow, jax and torch', 'jax')
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
