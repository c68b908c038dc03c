"""What presses were like and which actions are used: kept beside the library, gaps and counts, never a key or a text.

Main thread, but for `read` and `write`, which touch the file and belong to another thread. Bounded in memory and in
the file. It must not judge: `proposing` does, and the menu's order is `menu_items`'.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.control.steady import Press
from reader.values import frozen

if TYPE_CHECKING:
    from reader.control.calibration import Try

APART_S = 1.3
"""So long without a press and what comes is another press that was meant: as the comfort set-up has it."""
MOST_CLUSTERS = 400
MOST_GAPS = 40
"""Of a cluster, what is kept: a key held for two seconds repeats so often."""
LONGEST_FILE_BYTES = 1_000_000


@frozen
class Gap:
    """The time from one press to the next."""

    ms: int
    is_same: bool
    """Whether it was the same key."""


Cluster = tuple[Gap, ...]
"""Gaps of presses that came close together; empty where one came alone."""


class PressLog:
    """The log."""

    def __init__(self, path: Path | None = None) -> None:
        """`path`: where it is kept; without one it is forgotten at the end."""
        self.path = path
        self._clusters: deque[Cluster] = deque(maxlen=MOST_CLUSTERS)
        self._open: list[Gap] = []
        self._last: Press | None = None
        self.proposed_on = ""
        """Day (ISO) of the last proposal."""
        self.uses: dict[str, int] = {}
        """How often each action was taken in the menu."""
        self.ordered_on = ""
        """Day on which the order below was made."""
        self.order_uses: dict[str, int] = {}
        """The counts by which the menu is ordered, until another day."""
        self.is_changed = False

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """Those that are over, the oldest first."""
        return tuple(self._clusters)

    def note(self, press: Press) -> None:
        """Take in a press as it was seen."""
        last, self._last = self._last, press
        if last is None:
            return
        gap_s = press.at_s - last.at_s
        if gap_s >= APART_S:
            self._close()
        elif len(self._open) < MOST_GAPS:
            self._open.append(Gap(round(max(0.0, gap_s) * 1000), press.key == last.key))

    def settle(self, now_s: float) -> bool:
        """Whether presses came to an end since the last time this was asked."""
        if self._last is None or now_s - self._last.at_s < APART_S:
            return False
        self._last = None
        self._close()
        return True

    def _close(self) -> None:
        self._clusters.append(tuple(self._open))
        self._open.clear()
        self.is_changed = True

    def note_uses(self, uses: Mapping[str, int]) -> None:
        """Take in how often each action was taken."""
        self.uses = dict(uses)
        self.is_changed = True

    def begin_day(self, day: str) -> Mapping[str, int]:
        """The counts by which the menu is ordered on a day; they stay the same until the next."""
        if self.ordered_on != day:
            self.ordered_on, self.order_uses = day, dict(self.uses)
            self.is_changed = True
        return self.order_uses

    # -- the file ----------------------------------------------------------------------------------

    def as_json(self) -> dict[str, Any]:
        """What is kept, as it is now."""
        self.is_changed = False
        return {
            "clusters": [[[gap.ms, gap.is_same] for gap in one] for one in self._clusters],
            "proposed_on": self.proposed_on,
            "uses": self.uses,
            "ordered_on": self.ordered_on,
            "order_uses": self.order_uses,
        }

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Go on from what was kept; what of it makes no sense is left out."""
        now = tuple(self._clusters)
        self._clusters.clear()
        self._clusters.extend((*_clusters(kept.get("clusters")), *now))
        self.proposed_on = max(self.proposed_on, _day(kept.get("proposed_on")))
        self.ordered_on = _day(kept.get("ordered_on"))
        self.order_uses = _counts(kept.get("order_uses"))
        for name, count in _counts(kept.get("uses")).items():
            self.uses[name] = self.uses.get(name, 0) + count


def read(path: Path) -> Mapping[str, Any]:
    """What a file has; nothing where there is none, or none that makes sense."""
    import json  # noqa: PLC0415 - keeps start-up fast

    try:
        if path.stat().st_size > LONGEST_FILE_BYTES:
            return {}
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # it begins anew; nothing of the person's own is in it
    return kept if isinstance(kept, dict) else {}


def write(path: Path, kept: Mapping[str, Any]) -> None:
    """Write a file in one step; where it cannot be, the log of this time is forgotten."""
    import json  # noqa: PLC0415 - keeps start-up fast

    aside = path.with_suffix(".new")
    try:
        aside.write_text(json.dumps(kept), encoding="utf-8")
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)


def tries_of(clusters: tuple[Cluster, ...], within_ms: float) -> Iterator[Try]:
    """Each cluster as one press that was meant, up to the first gap that is too long for a press that came twice."""
    from reader.control.calibration import Try  # noqa: PLC0415 - keeps start-up fast

    for cluster in clusters:
        at_s, key, presses = 0.0, "a", [Press("a", 0.0)]
        for gap in cluster:
            if gap.ms > within_ms:
                break
            at_s += gap.ms / 1000
            key = key if gap.is_same else ("b" if key == "a" else "a")
            presses.append(Press(key, at_s))
        yield Try(0.0, tuple(presses))


def _clusters(kept: object) -> Iterator[Cluster]:
    for one in kept if isinstance(kept, list) else ():
        if not isinstance(one, list):
            continue
        gaps = [gap for gap in one if isinstance(gap, list) and len(gap) == 2]
        yield tuple(
            Gap(ms, bool(is_same)) for ms, is_same in gaps[:MOST_GAPS] if isinstance(ms, int)
        )


def _day(kept: object) -> str:
    return kept if isinstance(kept, str) else ""


def _counts(kept: object) -> dict[str, int]:
    found = kept.items() if isinstance(kept, dict) else ()
    return {name: count for name, count in found if isinstance(name, str) and type(count) is int}
