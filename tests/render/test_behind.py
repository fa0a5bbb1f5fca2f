"""Work that follows the painter is done in order, not too far behind, and fails aloud."""

from __future__ import annotations

import threading

import pytest

from dreamkit.render.behind import FARTHEST, Behind


def test_all_is_done_in_order() -> None:
    done: list[int] = []
    behind = Behind("test")
    for number in range(50):
        behind.do(done.append, number)
    behind.finish()
    assert done == list(range(50))


def test_it_is_never_far_behind() -> None:
    gate = threading.Event()
    begun: list[int] = []
    behind = Behind("test")

    def slow(number: int) -> None:
        begun.append(number)
        gate.wait(10)

    def ask() -> None:
        for number in range(FARTHEST + 2):
            behind.do(slow, number)

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join(0.2)
    assert asking.is_alive()  # it has to wait
    assert len(begun) == 1
    gate.set()
    asking.join(10)
    behind.finish()
    assert begun == list(range(FARTHEST + 2))


def test_a_failure_is_told_once_and_what_waits_is_still_done() -> None:
    gate = threading.Event()
    done: list[str] = []
    behind = Behind("test")

    def fail() -> None:
        raise ValueError("no room")

    behind.do(gate.wait, 10)
    behind.do(fail)
    behind.do(done.append, "after")
    gate.set()
    with pytest.raises(ValueError, match="no room"):
        behind.finish()
    behind.finish()  # it was told once
    assert done == ["after"]


def test_what_is_stopped_drops_what_waits() -> None:
    gate = threading.Event()
    done: list[int] = []
    behind = Behind("test")
    behind.do(gate.wait, 10)
    behind.do(done.append, 1)
    threading.Timer(0.05, gate.set).start()
    behind.stop()
    assert done == []
