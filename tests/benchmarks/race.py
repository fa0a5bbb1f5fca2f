"""Contenders take laps in turn, each in a process of its own, so that whatever the machine does hits all alike."""

from __future__ import annotations

import dataclasses
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, final

ROOT: Final = Path(__file__).parents[2]


@final
@dataclasses.dataclass(frozen=True)
class Contender:
    """Something that can take laps.

    Args:
        name: what the tables call it.
        prepare: "module:function" below this package; called once in the process as `function(**given)`, it gives the
            lap, a function, and a dict of facts. A fact "steps" says how many steps a lap has.
        given: what it is called with; JSON must be able to hold it.
        python: the interpreter of the process.
        environment: what the process is told beside its parent's environment.
    """

    name: str
    prepare: str
    given: dict[str, Any] = dataclasses.field(default_factory=dict)
    python: str = sys.executable
    environment: dict[str, str] = dataclasses.field(default_factory=dict)


@final
@dataclasses.dataclass
class Result:
    """What came of a contender.

    Args:
        facts: what it said of itself when it was ready.
        laps: for each lap its "seconds" a step, and whatever else the lap measured.
        failed: why it could not, in a sentence, or nothing.
    """

    facts: dict[str, Any] = dataclasses.field(default_factory=dict)
    laps: list[dict[str, float]] = dataclasses.field(default_factory=list)
    failed: str = ""

    def median(self, what: str = "seconds") -> float:
        """The middle one of all laps; not a number where there was none."""
        return statistics.median(lap[what] for lap in self.laps) if self.laps else float("nan")


class Failed(Exception):
    """A contender that cannot take part; says why."""


def race(contenders: Sequence[Contender], rounds: int, *, fresh: bool = False) -> dict[str, Result]:
    """All contenders' laps, A B C A B C …; with `fresh`, every lap is the first of a new process."""
    results = {contender.name: Result() for contender in contenders}
    if fresh:
        for _ in range(rounds):
            for contender in contenders:
                _one_lap(contender, results[contender.name])
        _tell(results.items())
        return results
    runners = {contender.name: Runner(contender) for contender in contenders}
    try:
        for name, runner in runners.items():
            with _noting(results[name]):
                results[name].facts = runner.answer()
                if rounds:
                    runner.lap()  # not counted: a process whose memory is new is slow at first
        for _ in range(rounds):
            for name, result in results.items():
                with _noting(result):
                    result.laps.append(runners[name].lap())
    finally:
        for runner in runners.values():
            runner.close()
    _tell(results.items())
    return results


def _one_lap(contender: Contender, result: Result) -> None:
    runner = Runner(contender)
    try:
        with _noting(result):
            result.facts = runner.answer()
            result.laps.append(runner.lap())
    finally:
        runner.close()


class _noting:  # noqa: N801  # reads as a word at its uses
    """Keeps the reason of a failure, and lets a contender that has failed sit out."""

    def __init__(self, result: Result) -> None:
        self._result = result

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, Failed):
            self._result.failed = self._result.failed or str(error)
        return isinstance(error, Failed)


def _tell(results: Iterable[tuple[str, Result]]) -> None:
    for name, result in results:
        what = result.failed or (f"{1e3 * result.median():9.1f} ms" if result.laps else "ready")
        print(f"    {name:44} {what}", flush=True)


@final
class Runner:
    """The process of a contender."""

    def __init__(self, contender: Contender) -> None:
        self._said = tempfile.TemporaryFile("w+")  # noqa: SIM115  # lives as long as the process
        self._process = subprocess.Popen(
            [contender.python, "-m", "benchmarks.worker", contender.prepare, json.dumps(contender.given)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            cwd=ROOT,
            # not `-m tests.benchmarks`: some packages bring a package of their own that is called `tests`
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'tests'}{os.pathsep}{ROOT}", **contender.environment},
        )

    def lap(self) -> dict[str, float]:
        """Take a lap."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write("go\n")
            self._process.stdin.flush()
        except OSError:
            raise Failed(self._last_words()) from None
        return self.answer()

    def answer(self) -> dict[str, Any]:
        """What the process says next; raises `Failed` with its last words where it has died."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            raise Failed(self._last_words())
        return dict(json.loads(line))

    def close(self) -> None:
        """Let it go, and wait until it has gone."""
        self._process.communicate()
        self._said.close()

    def _last_words(self) -> str:
        self._said.seek(0)
        lines = [line.strip() for line in self._said if line.strip()]
        return lines[-1][:200] if lines else f"it ended without a word, exit code {self._process.returncode}"
