"""Finds what is saved without typing: topics to choose from, then the sections that have them. Main thread."""

from __future__ import annotations

from content_cache.entries import Found, Topic
from reader.control import rows
from reader.control.background import Job
from reader.control.parts import Parts
from reader.control.topics import best_topics
from reader.control.view import ListView, Row

MOST_TOPICS = 60
MOST_SECTIONS = 30


class Finding:
    """Topics, and sections that were found."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def show_topics(self) -> None:
        """The words and headings that matter across everything saved."""
        parts, library = self._parts, self._parts.library

        def work(_job: Job) -> tuple[Topic, ...]:
            return best_topics(library.topics(MOST_TOPICS * 4), MOST_TOPICS)

        def done(topics: tuple[Topic, ...]) -> None:
            if not topics:
                parts.refuse("Nothing is saved yet that could be found.")
                return
            listed = tuple(Row(topic.text, rows.counted(topic.pages, "page")) for topic in topics)
            view = ListView("Topics", rows.counted(len(topics), "topic"), listed, 0)
            parts.lists.open("topics", view, lambda index: self.look_for(topics[index].text))

        parts.run(work, done)

    def look_for(self, words: str) -> None:
        """List the sections that have some words, best first; choosing one reads it from the words on."""
        parts, library = self._parts, self._parts.library

        def done(found: tuple[Found, ...]) -> None:
            if not found:
                parts.refuse(f"No saved page has {rows.short(words)}.")
                return
            listed = tuple(
                Row(rows.short(each.text), each.section_title or each.page_title) for each in found
            )
            view = ListView(rows.short(words), rows.counted(len(found), "section"), listed, 0)
            parts.lists.open("found", view, lambda index: self._read(found[index]), over=True)

        parts.run(lambda _job: library.search(words, MOST_SECTIONS), done)

    def _read(self, found: Found) -> None:
        self._parts.turning.open_section(found.page_id, found.section, -1)
