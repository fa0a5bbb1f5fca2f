"""How a picture or film was made: a note that travels inside it, and from which it can be made again."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Final, final

from dreamkit.errors import BadPicture
from dreamkit.options import Words
from dreamkit.parts import Size
from dreamkit.plan.identity import backend_version
from dreamkit.plan.plan import Plan


@final
@dataclasses.dataclass(frozen=True)
class Made:
    """All that is needed to make a picture or film again.

    Args:
        recipe: the recipe's name.
        path: the recipe's file, as it was named when it was rendered.
        source: the text of that file.
        settings: those that were given, as words; all others have the defaults that the source says.
        size: (height, width) of the film in pixels.
        fps: frames a second.
        seed: what all chance depended on.
        preview: whether this is the film's preview.
        backend: who computed.
        versions: of dreamkit, the backend, Keras and each plugin with a part in it.
        options: those of plugins that were given, as they were typed, by plugin and option.
    """

    recipe: str
    path: str
    source: str
    settings: dict[str, str]
    size: Size
    fps: float
    seed: int
    preview: bool
    backend: str
    versions: dict[str, str]
    options: dict[str, dict[str, Any]]

    def to_text(self) -> str:
        """The note, in ASCII alone, so that every kind of file can hold it."""
        return json.dumps({"dreamkit": self.versions.get("dreamkit", ""), **dataclasses.asdict(self)})

    @classmethod
    def from_text(cls, text: str, where: object) -> Made:
        """What `to_text` wrote and the file `where` carried; raises `BadPicture` where it is something else."""
        try:
            found: dict[str, Any] = {"options": {}, **json.loads(text)}  # older notes know of no options
            values = {name: found[name] for name in _KINDS}
            sound = all(_fits(value, _KINDS[name]) for name, value in values.items())
            height, width = values["size"]
        except (ValueError, KeyError, TypeError, RecursionError):
            sound = False
        if not sound:
            raise BadPicture(f"{where} carries a note, and not one of dreamkit's")
        return cls(**{**values, "size": (height, width)})


_KINDS: Final[dict[str, Any]] = {
    "recipe": str,
    "path": str,
    "source": str,
    "settings": dict,
    "size": list,
    "fps": (int, float),
    "seed": int,
    "preview": bool,
    "backend": str,
    "versions": dict,
    "options": Words,
}


def _fits(value: Any, kind: Any) -> bool:
    if kind is dict:
        return isinstance(value, dict) and all(name and isinstance(item, str) for name, item in value.items())
    if kind is Words:
        return isinstance(value, dict) and all(name and isinstance(item, dict) for name, item in value.items())
    if kind is list:
        return isinstance(value, list) and all(isinstance(item, int) for item in value)
    return isinstance(value, kind)


def made_by(
    plan: Plan, path: str, words: Sequence[str], *, preview: bool = False, options: Words = MappingProxyType({})
) -> Made:
    """The note on a plan's pictures: `path` is the recipe's file as it was named, `words` the settings given.

    `options` are the words that were given for options of plugins. A preview's plan is the whole film's here.
    """
    name, version, keras = backend_version()
    parts = {package: number for package, number in plan.versions.items() if package != "recipe"}
    return Made(
        recipe=plan.name,
        path=path,
        source=plan.source,
        settings={name: value for name, _, value in (word.partition("=") for word in words)},
        size=plan.size,
        fps=plan.fps,
        seed=plan.seed,
        preview=preview,
        backend=name,
        versions={**parts, name: version, "keras": keras},
        options={plugin: dict(given) for plugin, given in options.items()},
    )
