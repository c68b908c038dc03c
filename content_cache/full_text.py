"""The full text of what is kept: sections put in, taken out and found again.

SQL and words, but no documents: the caller says what a section says. What is typed is data, never a query's
syntax. The index itself holds no text; the sections lie beside it, packed, so that they can be shown and taken out
again word for word. Any thread.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from content_cache.entries import Found, IndexedSection
from content_cache.records import PAGE_COLUMNS, PAGE_QUERY, page_of
from content_cache.resource import Page
from content_cache.schema import TOKENIZER
from content_cache.storage import Storage, Transaction, Value
from content_cache.vocabulary import Vocabulary

MOST_WORDS = 16
"""Different words of a search that are looked for; the rest would hardly narrow it. (judgement)"""
LONGEST_WORD = 64
"""Code points of a searched word; no language's words are longer. (judgement)"""
SHORTEST_BEGINNING = 3
"""Letters of a word that is also looked for as the beginning of others; every section has words with fewer."""
TITLE_WEIGHT = 8.0
"""How much more a word in a heading counts than one in a sentence. (judgement)"""

_WORD = re.compile(r"[^\W_]+")
_BEGIN, _END = "\x01", "\x02"
_Sections = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Hit:
    page_id: str
    page_title: str
    section: int
    title: str
    sentences: tuple[str, ...]


class FullText:
    """The full text of one library."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def put(
        self, page_id: str, sha256: str, maker: str, sections: Sequence[IndexedSection]
    ) -> bool:
        """Make a page's sections findable, in the place of what was there of it.

        `sha256`: of the body that they were made of; `maker`: a tag of what made them. Tells whether they are in:
        not so where the page is gone, or has another body meanwhile.
        """
        rows = [(_one_line(s.title), "\n".join(map(_one_line, s.sentences))) for s in sections]
        blob = zlib.compress(json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace"), 9)
        rows = _unpacked(blob)  # precisely what will be taken out one day
        with self._storage.transaction() as sql:
            current = sql.execute(
                """
                SELECT pages.removed_at IS NULL FROM pages JOIN versions ON versions.id = version_id
                WHERE pages.id = ? AND sha256 = ?
                """,
                (page_id, sha256),
            )
            if not current:
                return False
            take_out(sql, page_id)
            sql.execute("DELETE FROM texts WHERE page_id = ?", (page_id,))
            ((first_row,),) = sql.execute(
                """
                INSERT INTO texts (first_row, row_count, page_id, sha256, maker, is_in, sections)
                VALUES ((SELECT coalesce(max(first_row + row_count), 1) FROM texts), ?, ?, ?, ?, 0, ?)
                RETURNING first_row
                """,
                (max(len(rows), 1), page_id, sha256, maker, blob),
            )
            if current[0][0]:
                _put_in(sql, int(first_row or 0), rows)
        return True

    def missing(self, maker: str, limit: int) -> tuple[Page, ...]:
        """Pages whose newest form was not put in by this maker, in reading order."""
        rows = self._storage.rows(
            PAGE_QUERY
            + """
            LEFT JOIN texts ON texts.page_id = pages.id
            WHERE removed_at IS NULL
              AND (texts.sha256 IS NOT versions.sha256 OR texts.maker IS NOT ?)
            ORDER BY position LIMIT ?
            """,
            (maker, limit),
        )
        return tuple(page_of(row[:PAGE_COLUMNS]) for row in rows)

    def find(self, typed: str, limit: int, page_id: str | None = None) -> tuple[Found, ...]:
        """The sections that have the words, best first.

        Sections with all of them; where there are none, with all of their beginnings; then with any of them.
        """
        words = self._words(typed)
        if not words:
            return ()
        whole = [f'"{word}"' for word in words]
        begun = [
            f"{quoted}*" if len(word) >= SHORTEST_BEGINNING or not word.isascii() else quoted
            for word, quoted in zip(words, whole, strict=True)
        ]
        for query in dict.fromkeys((" ".join(whole), " ".join(begun), " OR ".join(begun))):
            # Headings outweigh everything; where they are enough, a frequent word need not be weighed everywhere.
            hits = self._hits(f"title : ({query})", limit, page_id)
            if len(hits) < limit:
                hits = self._hits(query, limit, page_id)
            if hits:
                return self._with_sentences(hits, " OR ".join(begun if "*" in query else whole))
        return ()

    def _words(self, typed: str) -> tuple[str, ...]:
        """What is searched for: words that the index, too, takes for one word each."""
        words: dict[str, None] = {}
        for match in _WORD.finditer(typed):
            words.setdefault(match[0][:LONGEST_WORD].casefold())
            if len(words) == MOST_WORDS:
                break
        with Vocabulary(self._storage) as vocabulary:
            stems = vocabulary.stems(tuple(words))
        return tuple(word for word, stem in zip(words, stems, strict=True) if stem is not None)

    def _hits(self, query: str, limit: int, page_id: str | None) -> list[_Hit]:
        condition, values = "", list[Value]()
        if page_id is not None:
            condition = "AND full_text.rowid BETWEEN ?3 AND ?4"
            row = self._storage.row(
                "SELECT first_row, first_row + row_count - 1 FROM texts WHERE page_id = ?",
                (page_id,),
            )
            if row is None:
                return []
            values = list(row)
        rowids = [
            int(rowid or 0)
            for (rowid,) in self._storage.rows(
                f"SELECT rowid FROM full_text WHERE full_text MATCH ?1 {condition} "
                f"ORDER BY bm25(full_text, {TITLE_WEIGHT}, 1.0) LIMIT ?2",
                (query, limit, *values),
            )
        ]
        texts: dict[int, tuple[str, str, _Sections]] = {}
        found: list[_Hit] = []
        for rowid in rowids:
            row = self._storage.row(
                "SELECT first_row, row_count FROM texts WHERE first_row <= ? "
                "ORDER BY first_row DESC LIMIT 1",
                (rowid,),
            )
            if row is None or rowid >= int(row[0] or 0) + int(row[1] or 0):
                continue  # put in anew meanwhile, or gone for good
            first_row = int(row[0] or 0)
            if first_row not in texts:
                of_page = self._storage.row(
                    "SELECT page_id, title, sections FROM texts JOIN pages ON pages.id = page_id "
                    "WHERE first_row = ?",
                    (first_row,),
                )
                if of_page is None:
                    continue
                texts[first_row] = (str(of_page[0]), str(of_page[1]), _unpacked(of_page[2]))
            owner_id, page_title, sections = texts[first_row]
            section = rowid - first_row
            if section < len(sections):
                title, sentences = sections[section]
                found.append(
                    _Hit(owner_id, page_title, section, title, tuple(sentences.split("\n")))
                )
        return found

    def _with_sentences(self, hits: Sequence[_Hit], query: str) -> tuple[Found, ...]:
        """Each hit with the sentence of it that has most of the words."""
        with self._storage.scratch() as sql:
            sql.execute(f"CREATE VIRTUAL TABLE lines USING fts5 (text, tokenize = '{TOKENIZER}')")
            lines = [
                (index, number, text)
                for index, hit in enumerate(hits)
                for number, text in enumerate((hit.title, *hit.sentences))
            ]
            sql.execute_many(
                "INSERT INTO lines (rowid, text) VALUES (?, ?)",
                ((row, text) for row, (_, _, text) in enumerate(lines)),
            )
            marked = sql.execute(
                "SELECT rowid, highlight(lines, 0, ?, ?) FROM lines WHERE lines MATCH ? ORDER BY rowid",
                (_BEGIN, _END, query),
            )
        best: dict[int, tuple[tuple[bool, int, int], int, str]] = {}
        for rowid, text in marked:
            index, number, _ = lines[int(rowid or 0)]
            words = re.findall(f"{_BEGIN}([^{_END}]*){_END}", str(text).casefold())
            # A sentence says more than the heading, and the first one of several as good.
            merit = (number > 0, len(set(words)), -number)
            if index not in best or merit > best[index][0]:
                best[index] = (merit, number, str(text))
        return tuple(
            _found(hit, best[index][1], best[index][2])
            if index in best
            else _found(hit, 0, hit.title)
            for index, hit in enumerate(hits)
        )


def put_in_again(sql: Transaction, page_id: str) -> None:
    """Make what was put in of a page findable again, as when it comes back from the bin."""
    for first_row, blob in sql.execute(
        "SELECT first_row, sections FROM texts WHERE page_id = ? AND NOT is_in", (page_id,)
    ):
        _put_in(sql, int(first_row or 0), _unpacked(blob))


def take_out(sql: Transaction, page_id: str) -> None:
    """Let a page be found no more; what was put in of it stays beside the index."""
    for first_row, blob in sql.execute(
        "SELECT first_row, sections FROM texts WHERE page_id = ? AND is_in", (page_id,)
    ):
        rows = _unpacked(blob)
        sql.execute_many(
            "INSERT INTO full_text (full_text, rowid, title, sentences) VALUES ('delete', ?, ?, ?)",
            _numbered(int(first_row or 0), rows),
        )
        Vocabulary.take_out(sql, rows)
        sql.execute("UPDATE texts SET is_in = 0 WHERE first_row = ?", (first_row,))


def _put_in(sql: Transaction, first_row: int, rows: _Sections) -> None:
    sql.execute_many(
        "INSERT INTO full_text (rowid, title, sentences) VALUES (?, ?, ?)",
        _numbered(first_row, rows),
    )
    Vocabulary.put_in(sql, rows)
    sql.execute("UPDATE texts SET is_in = 1 WHERE first_row = ?", (first_row,))


def _numbered(first_row: int, rows: _Sections) -> Iterable[tuple[int, str, str]]:
    for row, (title, sentences) in enumerate(rows, first_row):
        yield row, title, sentences


def _unpacked(blob: Any) -> _Sections:
    return [(title, sentences) for title, sentences in json.loads(zlib.decompress(blob))]


def _one_line(text: str) -> str:
    """On one line, and without the two marks that show where a word was found."""
    return text.replace("\n", " ").replace(_BEGIN, " ").replace(_END, " ").replace("\0", " ")


def _found(hit: _Hit, number: int, marked: str) -> Found:
    marks: list[tuple[int, int]] = []
    text = ""
    for piece in re.split(f"({_BEGIN}[^{_END}]*{_END})", marked):
        if piece.startswith(_BEGIN):
            marks.append((len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]  # noqa: PLW2901 - the mark is no part of the text
        text += piece
    return Found(
        page_id=hit.page_id,
        page_title=hit.page_title,
        section=hit.section,
        section_title=hit.title,
        sentence=number - 1,
        text=text,
        marks=tuple(marks),
    )
