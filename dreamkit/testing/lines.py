"""The contract that every part keeps, line by line, and what is raised where a part breaks one."""

from __future__ import annotations

from typing import Final, final

from dreamkit.errors import DreamkitError

LINES: Final = {
    1: "It is a frozen value: it hashes, compares by its fields, and nothing in it can change.",
    2: "It can be written down as JSON and comes back equal.",
    3: "Its docstring says in a sentence what one sees, and names no argument that it does not have.",
    4: "It is pure: the same input and the same random key give the same output.",
    5: "It can be traced, without a Python branch on a tensor and without numpy, and gives what it gives untraced.",
    6: "It keeps shape and range, and gives finite numbers.",
    7: "The gradient comes back through what the ascent follows.",
    8: "Its knobs turn without a new trace.",
    9: "With `any_size`, it works before the picture's size is known.",
}
"""Each line's number and words."""


@final
class BrokenContract(DreamkitError, AssertionError):
    """A part does not do what every part must.

    Args:
        line: which line of the contract it breaks.
        seen: what was seen, as a sentence without a full stop.
    """

    def __init__(self, line: int, seen: str) -> None:
        super().__init__(f"line {line}: {seen}", hint=f"the contract says: {LINES[line]}")
        self.line = line
        self.seen = seen

    def __reduce__(self) -> tuple[type[BrokenContract], tuple[int, str]]:
        """What to send to another process."""
        return type(self), (self.line, self.seen)
