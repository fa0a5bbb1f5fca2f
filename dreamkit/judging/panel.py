"""Several networks that look at the same files, as they are and after they were saved once more."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, final

from dreamkit.judging.judge import Judge
from dreamkit.judging.reencoded import as_jpeg
from dreamkit.judging.verdict import Verdict
from dreamkit.pictures import read_picture


@final
@dataclasses.dataclass(frozen=True)
class Opinion:
    """What one network says of one file.

    Args:
        file: the picture's.
        quality: of the JPEG that the picture was made into; 0 where it is as it lies in its file.
        net: the network's name.
        verdict: what it sees.
    """

    file: Path
    quality: int
    net: str
    verdict: Verdict

    def to_json(self, count: int, wanted: int | None) -> dict[str, Any]:
        """All of it as JSON can hold it: the `count` likeliest classes, and, if any, the one that was asked for."""
        top = [self._class(index) for index in self.verdict.top(count)]
        words = {"file": str(self.file), "jpeg": self.quality or None, "net": self.net, "top": top}
        return words if wanted is None else {**words, "asked": self._class(wanted)}

    def _class(self, index: int) -> dict[str, Any]:
        verdict = self.verdict
        facts = {"probability": verdict.probability(index), "rank": verdict.rank(index)}
        return {"class": index, "label": verdict.name(index), **facts}


def opinions(file: Path, judges: Mapping[str, Judge], qualities: tuple[int, ...] = ()) -> Iterator[list[Opinion]]:
    """What each network says of a file as it is, and then of each JPEG of it; raises `BadPicture`."""
    picture = read_picture(file)
    for quality in (0, *qualities):
        shown = as_jpeg(picture, quality) if quality else picture
        yield [Opinion(file, quality, name, judge(shown)) for name, judge in judges.items()]
