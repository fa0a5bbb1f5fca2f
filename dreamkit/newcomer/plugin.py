"""A plugin to begin with: a whole distribution, with one effect that works and the tests that show it."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import importlib.resources
import keyword
import re
import tempfile
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, final

from dreamkit.catalogue import FRAME
from dreamkit.errors import BadOutput, InvalidValue
from dreamkit.registry import Registry

LONGEST: Final = 28
"""How many characters a name may have; with more, lines of the template would be too long."""

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

_IMPORTED: Final = {"Any", "Callable", "InvalidValue", "Iterable", "Knob", "Moment", "Tensor"}
"""What the template's own modules import by names that could be a part's, and no part is called already."""


@final
@dataclasses.dataclass(frozen=True)
class Names:
    """What a plugin's name is in each of the places where it stands.

    >>> names = Names("star-dust")
    >>> names.distribution, names.package, names.part
    ('dreamkit-star-dust', 'dreamkit_star_dust', 'StarDust')
    """

    plugin: str

    @property
    def distribution(self) -> str:
        """What pip installs."""
        return f"dreamkit-{self.plugin}"

    @property
    def package(self) -> str:
        """What Python imports."""
        return self.distribution.replace("-", "_")

    @property
    def part(self) -> str:
        """What a recipe says."""
        return "".join(word.capitalize() for word in self.plugin.split("-"))

    def filled(self, text: str) -> str:
        """A template, with these names in it."""
        version = ".".join(importlib.metadata.version("dreamkit").split(".")[:2])
        words = {"distribution": self.distribution, "package": self.package, "name": self.plugin, "Part": self.part}
        for word, name in {**words, "version": version}.items():
            text = text.replace(f"${word}", name)
        return text


def new_plugin(name: str, folder: Path, registry: Registry) -> Path:
    """Write a distribution for the plugin `name` into `folder`, whole or not at all; gives the path of its own folder.

    Raises `InvalidValue` for what is no name and for one that is taken in `registry`, `BadOutput` where there is such
    a folder already, or none can be written.
    """
    names = _names(name, registry)
    target = folder / names.distribution
    if target.exists():
        raise BadOutput(f"there is a folder {target} already", hint="choose another name; nothing is overwritten")
    try:
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as unfinished:
            made = Path(unfinished) / target.name
            _write(importlib.resources.files("dreamkit") / "templates" / "plugin", made, names)
            made.rename(target)
    except OSError as error:
        raise BadOutput(f"{target} cannot be written: {error.strerror}") from error
    return target


def _names(name: str, registry: Registry) -> Names:
    """The names that follow from one, as it was typed; raises `InvalidValue` where it cannot be used."""
    plain = re.sub("^dreamkit-", "", name.replace("_", "-"))
    if not _NAME.fullmatch(plain) or len(plain) > LONGEST:
        near = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", plain).lower()
        near = re.sub("[^a-z0-9]+", "-", near).strip("-0123456789")[:LONGEST].strip("-")
        hint = f"{near!r} would work" if _NAME.fullmatch(near) else ""
        what = f"a plugin's name has small letters, digits and dashes, at most {LONGEST}, and {name!r} came"
        raise InvalidValue(what, hint=hint)
    names = Names(plain)
    if taken := _taken(names, registry):
        raise InvalidValue(
            f"a plugin {plain!r} would bring the part {names.part}, and {taken}", hint="choose another name"
        )
    return names


def _taken(names: Names, registry: Registry) -> str:
    """Why these names cannot be used, as the end of a sentence, or the empty string."""
    if keyword.iskeyword(names.part):
        return "Python keeps that word for itself"
    for full, kind in registry.classes.items():
        if kind.__name__ == names.part:
            return f"there is a part {full} already"
    if names.part in FRAME or names.part in _IMPORTED:
        return "that word means something else"
    for loaded in (*registry.plugins.loaded, *registry.plugins.left_out):
        if loaded.name == names.plugin or loaded.package == names.package:
            return f"there is a plugin {loaded.name} already"
    return ""


def _write(template: Traversable, path: Path, names: Names) -> None:
    """Write a folder or file as its template says: names are filled in, and the ending .txt falls off."""
    if template.is_dir():
        path.mkdir()
        for inside in template.iterdir():
            _write(inside, path / names.filled(inside.name).removesuffix(".txt"), names)
    elif template.name.endswith(".txt"):
        path.write_text(names.filled(template.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        path.write_bytes(template.read_bytes())
