"""Opinions as a person reads them: lines of what is seen, or a table of how far one class is."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from dreamkit.judging.panel import Opinion
from dreamkit.judging.verdict import ordinal, percent

_TIED = "\N{NO-BREAK SPACE}"


def listed(opinions: Sequence[Opinion], count: int, width: int) -> Iterator[str]:
    """What each network sees in one version of a file: its `count` likeliest classes, in lines of `width`."""
    yield _title(opinions[0])
    names = max(len(opinion.net) for opinion in opinions) + 2
    for opinion in opinions:
        verdict = opinion.verdict
        words = (f"{percent(verdict.probability(index))} {verdict.name(index)}" for index in verdict.top(count))
        start = f"  {opinion.net:<{names}}"
        yield from _wrapped([word.replace(" ", _TIED) for word in words], start, max(width, len(start) + 30))


def heading(label: str, nets: Sequence[str], titles: int) -> str:
    """The head of a table about one class, whose first column is `titles` wide."""
    return "  ".join([f"{label:<{titles}}", *(f"{net:<{_column(net)}}" for net in nets)]).rstrip()


def row(opinions: Sequence[Opinion], wanted: Mapping[str, int], titles: int) -> str:
    """A row of that table: how likely the class is to each network in one version of a file, and its rank."""
    cells = [f"{_title(opinions[0]):<{titles}}"]
    for opinion in opinions:
        verdict, index = opinion.verdict, wanted[opinion.net]
        cell = f"{percent(verdict.probability(index))}, {ordinal(verdict.rank(index))}"
        cells.append(f"{cell:<{_column(opinion.net)}}")
    return "  ".join(cells).rstrip()


def _wrapped(words: list[str], start: str, width: int) -> Iterator[str]:
    """Words with commas between, in lines that begin below each other."""
    wrapper = textwrap.TextWrapper(width, start, " " * len(start), break_long_words=False, break_on_hyphens=False)
    for line in wrapper.wrap(", ".join(words)):
        yield line.replace(_TIED, " ")


def _title(opinion: Opinion) -> str:
    return f"  as JPEG {opinion.quality}" if opinion.quality else str(opinion.file)


def _column(net: str) -> int:
    return max(len(net), len(">99.99%, 1000th"))
