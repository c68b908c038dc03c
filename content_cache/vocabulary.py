"""The words and headings of everything that can be found, with how much each matters.

Kept beside the full text, page by page, because the index knows only stems, which nobody can read, and would have to
be read whole to count them. Any thread; the counts change only inside a transaction of `full_text`.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Self

from content_cache.entries import Topic
from content_cache.schema import TOKENIZER
from content_cache.storage import Storage, Transaction

SHORTEST_WORD = 4
"""Letters of a word that can be a topic; shorter ones are mostly grammar. (judgement)"""
LONGEST_HEADING = 60
"""Code points of a heading that can be a topic; longer ones are sentences. (judgement)"""
HEADING_WORTH = 4.0
"""How much more a word counts that stands in the heading of every page that has it. (judgement)"""
CONSIDERED = 4000
"""The most frequent words and headings, among which the topics are. (judgement: keeps it under a tenth of a second)"""

GRAMMAR = frozenset(
    """
    about above after again against also although always among another anything around back because been before
    being below best better between both came cannot come comes could does doing done down during each either else
    enough even ever every everything example find first from gave getting give given gives giving goes going gone
    good great have having help helps here hers herself high himself http https important includes including instead
    into itself just keep kept know known last later least less like likely little look looking made main make makes
    making many maybe might more most much must myself need needs neither never next none nothing often once ones
    only onto other others ourselves over part parts people perhaps place please possible quite rather read really
    said same seem seems seen several shall should show shows since some someone something sometimes soon still such
    sure take taken takes taking tell than that their theirs them themselves then there therefore these they thing
    things think this those though through together told took toward towards under until upon used useful uses
    using usually very want wants well went were what whatever when where whether which while whole whom whose will
    with within without work works would year years your yours yourself yourselves
    """.split()
)
"""English words that say nothing by themselves; other languages' weigh little where every page has them."""

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_Sections = Sequence[tuple[str, str]]


class Vocabulary:
    """What the full text is about; used as a context while it looks."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def __enter__(self) -> Self:
        self._context = self._storage.scratch()
        self._scratch = self._context.__enter__()
        self._scratch.execute(
            f"CREATE VIRTUAL TABLE words USING fts5 (word, tokenize = '{TOKENIZER}')"
        )
        self._scratch.execute("CREATE VIRTUAL TABLE stems USING fts5vocab (words, instance)")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._context.__exit__(kind, error, traceback)

    def stems(self, words: Sequence[str]) -> tuple[str | None, ...]:
        """The form under which the index has each word; None for what it takes for no word, or for several."""
        self._scratch.execute("DELETE FROM words")
        self._scratch.execute_many(
            "INSERT INTO words (rowid, word) VALUES (?, ?)", list(enumerate(words))
        )
        stems: dict[int, list[str]] = {}
        for number, stem in self._scratch.execute("SELECT doc, term FROM stems"):
            stems.setdefault(int(number or 0), []).append(str(stem))
        return tuple(
            stems[number][0] if len(stems.get(number, ())) == 1 else None
            for number in range(len(words))
        )

    def topics(self, limit: int) -> tuple[Topic, ...]:
        """What matters most; forms of one word count as one, shown as the most frequent of them."""
        ((pages,),) = self._storage.rows("SELECT count(*) FROM texts WHERE is_in")
        rows: list[tuple[Any, ...]] = self._storage.rows(
            "SELECT kind, shown, pages, hits, in_headings FROM topics ORDER BY hits DESC, key LIMIT ?",
            (CONSIDERED,),
        )
        weighed = heapq.nlargest(
            limit * 3, ((_weight(int(pages or 0), *row[2:]), *row) for row in rows)
        )
        stems = self.stems([shown for _, _, shown, *_ in weighed])
        taken: set[str] = set()
        topics: list[Topic] = []
        for (_, kind, shown, on_pages, hits, _), stem in zip(weighed, stems, strict=True):
            same = stem or shown.casefold()
            if same not in taken:
                taken.add(same)
                topics.append(Topic(shown, kind == "heading", on_pages, hits))
        return tuple(topics[:limit])

    @staticmethod
    def put_in(sql: Transaction, sections: _Sections) -> None:
        """Count what a page says."""
        sql.execute_many(
            """
            INSERT INTO topics (kind, key, shown, pages, hits, in_headings) VALUES (?, ?, ?, 1, ?, ?)
            ON CONFLICT (kind, key) DO UPDATE SET
                pages = pages + 1, hits = hits + excluded.hits, in_headings = in_headings + excluded.in_headings
            """,
            list(_counts(sections)),
        )

    @staticmethod
    def take_out(sql: Transaction, sections: _Sections) -> None:
        """Count what a page says no more."""
        counts = [
            (hits, in_heading, kind, key) for kind, key, _, hits, in_heading in _counts(sections)
        ]
        sql.execute_many(
            "UPDATE topics SET pages = pages - 1, hits = hits - ?, in_headings = in_headings - ? "
            "WHERE kind = ? AND key = ?",
            counts,
        )
        sql.execute_many(
            "DELETE FROM topics WHERE kind = ? AND key = ? AND pages <= 0",
            [(kind, key) for _, _, kind, key in counts],
        )


def _counts(sections: _Sections) -> Iterable[tuple[str, str, str, int, int]]:
    """kind, key, form shown, hits, and whether it stands in a heading, of what can be a topic."""
    words: Counter[str] = Counter()
    shown: dict[str, str] = {}
    in_headings: set[str] = set()
    headings: dict[str, str] = {}
    for title, sentences in sections:
        if 0 < len(title) <= LONGEST_HEADING and _WORD.search(title):
            headings.setdefault(title.casefold(), title)
        for text, is_heading in ((title, True), (sentences, False)):
            for match in _WORD.finditer(text):
                key = match[0].casefold()
                if len(key) < SHORTEST_WORD or key in GRAMMAR:
                    continue
                words[key] += 1
                if is_heading:
                    in_headings.add(key)
                # Lower case wins: capitals mostly begin a sentence.
                if key not in shown or match[0] == key:
                    shown[key] = match[0]
    for key, heading in headings.items():
        yield "heading", key, heading, 1, 1
    for key, hits in words.items():
        if hits > 1 or key in in_headings:  # said once, it is not what the page is about
            yield "word", key, shown[key], hits, int(key in in_headings)


def _weight(all_pages: int, pages: int, hits: int, in_headings: int) -> float:
    """Term frequency times inverse document frequency, and more for what stands in headings.

    Source: Spärck Jones 1972; both logarithms are softened, so that a word on every page of a small library counts.
    """
    frequency = 1 + math.log(max(hits, 1))
    rarity = math.log(1 + all_pages / max(pages, 1))
    spread = 1 + math.log(max(pages, 1))
    return frequency * rarity * spread * (1 + HEADING_WORTH * in_headings / max(pages, 1))
