"""What a benchmark found, and the table it is printed in."""

from __future__ import annotations

import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Spread:
    """A sample of measurements."""

    values: tuple[float, ...]
    unit: str = "ms"

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """The smallest value that 95 of 100 do not exceed (nearest rank)."""
        ordered = sorted(self.values)
        return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]

    def __str__(self) -> str:
        if not self.values:
            return "nothing measured"
        low, high = min(self.values), max(self.values)
        numbers = " / ".join(_short(number) for number in (low, self.median, self.p95, high))
        return f"{numbers} {self.unit}".rstrip() + f" (n={len(self.values)})"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    must: str = ""
    """What it must reach, in words."""
    is_reached: bool | None = None
    """None where there is nothing to reach, as for an anchor."""


@dataclass(slots=True)
class Report:
    """The rows of one benchmark, with what must be known to read them."""

    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def spread(
        self,
        what: str,
        values: Sequence[float],
        *,
        unit: str = "ms",
        median: float | None = None,
        p95: float | None = None,
    ) -> Spread:
        """Add measurements with the median and 95th percentile they must reach."""
        found = Spread(tuple(values), unit)
        musts = [
            f"{name} {_short(limit)}"
            for name, limit in (("median", median), ("p95", p95))
            if limit is not None
        ]
        is_reached = None
        if musts:
            is_reached = bool(values) and all(
                getattr(found, name) <= limit
                for name, limit in (("median", median), ("p95", p95))
                if limit is not None
            )
        must = f"{', '.join(musts)} {unit}".strip() if musts else ""
        self.rows.append(Row(what, str(found), must, is_reached))
        return found

    def anchor(self, what: str, values: Sequence[float], *, unit: str = "ms") -> Spread:
        """Add measurements of something else, for comparison."""
        found = Spread(tuple(values), unit)
        self.rows.append(Row(f"anchor: {what}", str(found)))
        return found

    def number(self, what: str, value: float, *, unit: str, at_most: float | None = None) -> None:
        """Add one number with what it may be at most."""
        must = "" if at_most is None else f"at most {_short(at_most)} {unit}".strip()
        reached = None if at_most is None else value <= at_most
        self.rows.append(Row(what, f"{_short(value)} {unit}".strip(), must, reached))

    def note(self, sentence: str) -> None:
        """Add a sentence under the table."""
        self.notes.append(sentence)

    def add(self, other: Report) -> None:
        """Take over another report's rows and notes."""
        self.rows.extend(other.rows)
        self.notes.extend(other.notes)

    def __str__(self) -> str:
        lines = [
            "| what | min / median / p95 / max | must | |",
            "|---|---|---|---|",
            *(
                f"| {row.what} | {row.measured} | {row.must} | {_verdict(row.is_reached)} |"
                for row in self.rows
            ),
        ]
        if self.notes:
            lines += ["", *(f"- {note}" for note in self.notes)]
        return "\n".join(lines)


def machine_line() -> str:
    """What the figures were measured on."""
    import os

    return (
        f"Machine: {_processor()}, {os.cpu_count()} cores, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}"
    )


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except FileNotFoundError:
        pass
    return platform.processor() or platform.machine()


def _verdict(is_reached: bool | None) -> str:
    return {None: "", True: "reached", False: "MISSED"}[is_reached]


def _short(number: float) -> str:
    if number and abs(number) < 10:
        return f"{number:.2f}".rstrip("0").rstrip(".")
    return f"{number:.1f}".rstrip("0").rstrip(".") if abs(number) < 100 else f"{number:.0f}"
