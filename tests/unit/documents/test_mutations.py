"""Spoilt files: nothing but a `DocumentError` comes of them, in bounded time and memory."""

from __future__ import annotations

import sys

import pytest

from reader.documents.from_html import read_html
from reader.documents.page_tree import MOST_ELEMENTS
from reader.documents.parsing import read_document
from reader.errors import DocumentError, NoText
from tests.support.mutations import APART, KINDS, URL, peak_bytes, spoilt

if sys.platform == "win32":
    pytest.skip("the batches measure memory by `resource`", allow_module_level=True)

from reader.documents.apart import read_apart
from tests.benchmarks.mutations import Outcome, read_here, read_one_by_one
from tests.support.mutations import Whole

SEED = 3
COUNTS = {"html": 300, "markdown": 60, "text": 60, "pdf": 25, "epub": 25, "docx": 10, "odt": 10}


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("kind", KINDS)
def test_a_spoilt_file_raises_nothing_but_a_document_error_within_bounds(kind: str) -> None:
    read = read_one_by_one if kind in APART else read_here
    found: list[Outcome] = list(read(kind, SEED, 0, COUNTS[kind], ()))
    assert [outcome.number for outcome in found] == list(range(COUNTS[kind]))
    assert [outcome for outcome in found if outcome.is_bad] == []
    assert all(outcome.refused.endswith(".") for outcome in found if outcome.refused)


def test_the_same_seed_spoils_in_the_same_way() -> None:
    for kind in KINDS:
        bodies = Whole(kind)
        one, same = (spoilt(kind, SEED, 5, bodies) for _ in range(2))
        assert one == same
        assert one != spoilt(kind, SEED + 1, 5, bodies)
    assert peak_bytes() > 1 << 20


def test_in_a_process_of_its_own_a_spoilt_file_is_read_or_refused() -> None:
    bodies = Whole("pdf")
    for number in range(5):
        try:
            read_apart("pdf", spoilt("pdf", SEED, number, bodies), url=URL)
        except DocumentError as error:
            assert str(error).endswith(".")


def test_what_follows_on_a_page_with_far_too_many_elements_is_set_aside() -> None:
    page = b"<p>Warm hands." + b"<wbr>" * MOST_ELEMENTS + b"<p>The last line.</p><div>Really.</div>"
    document = read_html(page, url=URL, charset=None)
    (rest,) = document.set_aside
    assert rest.label == "rest of a page that is too long"
    assert rest.text == "The last line. Really."
    assert [s.text for section in document.sections for s in section.sentences] == ["Warm hands."]


def test_a_text_too_large_for_memory_is_refused_in_a_sentence() -> None:
    with pytest.raises(DocumentError, match="larger than 24 megabytes"):
        read_document(b"Warm. " * (5 << 20), url=URL, media_type="text/plain", charset=None)


def test_scripts_that_are_never_closed_are_gone_through_once() -> None:
    page = (
        b'<script type="application/ld+json">' * 100_000
    )  # half an hour, were each tried to the end
    with pytest.raises(NoText, match="browser"):
        read_html(page, url=URL, charset=None)


def test_headings_nested_in_each_other_are_gone_through_once() -> None:
    page = (
        b"<h1>Warm hands" + b"<h1>" * 180 + b"<i>w</i>" * 100_000
    )  # a minute, were each read to its end
    assert read_html(page, url=URL, charset=None).title.startswith("Warm hands")


def test_halves_without_end_are_not_joined_into_one() -> None:
    halves = "".join(f"<p class=more>are better hands than {n} others</p>" for n in range(40_000))
    page = f"<p class=more>Warm hands</p>{halves}".encode()  # minutes, were they
    document = read_html(page, url=URL, charset=None)
    assert sum(s.starts_block for section in document.sections for s in section.sentences) > 5
