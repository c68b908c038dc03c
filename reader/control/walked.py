"""Where the person was on other pages, kept between launches. Main thread."""

from __future__ import annotations

from itertools import groupby

from reader.control import kept_places, rows
from reader.control.parts import Parts
from reader.control.view import ListView, Row

SHOWN = 50
LOOKED_AT = 500


class Walked:
    """The places that were left for another page."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def note(self) -> None:
        """Keep the place that is being left for another page."""
        parts, reading = self._parts, self._parts.reading
        if reading.document is not None and reading.page_id:
            library, page_id = parts.library, reading.page_id
            place = kept_places.kept(reading.document, reading.locator)
            parts.background.later(lambda: library.history.add(page_id, place))

    def show(self) -> None:
        """The pages that were read before, the last first; choosing one goes on where it was left."""
        parts = self._parts
        visits = [
            next(same)  # the last place of a page that was left several times in a row
            for _, same in groupby(parts.library.history.all(LOOKED_AT), lambda at: at.page_id)
        ][:SHOWN]
        if not visits:
            parts.refuse("You were on no other page yet.")
            return
        listed = tuple(Row(visit.page_title, rows.moment_words(visit.at)) for visit in visits)
        view = ListView("Where I was", rows.counted(len(visits), "place"), listed, 0)
        parts.lists.open(
            "history",
            view,
            lambda index: parts.turning.open_at(visits[index].page_id, visits[index].place),
        )
