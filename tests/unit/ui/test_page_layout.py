"""Only what is looked at is laid out, and rows are the same from wherever they are reached."""

import pytest

from reader.documents.model import Detail, Document, Section, Sentence
from reader.ui.page_layout import KEPT_BLOCKS, BlockId, PageLayout, Place
from tests.support.fake_session import long_document, sample_document


def all_rows(layout: PageLayout) -> list[tuple[BlockId, int]]:
    first = layout.containing(0, -1)
    assert first is not None
    return [(block.id, row) for block, row in layout.window(Place(first, 0), 100_000)]


def text_of(layout: PageLayout) -> str:
    words: list[str] = []
    block_id = layout.containing(0, -1)
    while block_id is not None:
        words.append(layout.block(block_id).text)
        block_id = layout.following(block_id)
    return " ".join(words)


def test_every_title_and_sentence_is_there_once_and_in_order() -> None:
    document = sample_document()
    expected = " ".join(
        " ".join([section.title, *(sentence.text for sentence in section.sentences)])
        for section in document.sections
    )
    assert text_of(PageLayout(document, 40)) == expected


def test_moving_down_and_up_again_ends_where_it_began() -> None:
    layout = PageLayout(sample_document(), 40)
    rows = all_rows(layout)
    top = Place(*rows[0])
    for index, row in enumerate(rows):
        assert layout.moved(top, index) == Place(*row)
        assert layout.moved(Place(*row), -index) == top
    assert layout.moved(top, 10_000) == Place(*rows[-1])
    assert layout.moved(Place(*rows[-1]), -10_000) == top


def test_blocks_are_found_the_same_from_both_sides() -> None:
    layout = PageLayout(long_document(2000, block=200), 72)
    forwards = []
    block_id = layout.containing(0, -1)
    while block_id is not None:
        forwards.append(block_id)
        last, block_id = block_id, layout.following(block_id)
    backwards = []
    before: BlockId | None = last
    while before is not None:
        backwards.append(before)
        before = layout.preceding(before)
    assert backwards[::-1] == forwards


@pytest.mark.parametrize("block", [1, 5, 63, 64, 65, 1000, 100_000])
def test_a_long_text_lays_out_a_bounded_part_of_itself(block: int) -> None:
    layout = PageLayout(long_document(70_000, block=block, section=70_000), 72)
    place = layout.place_of(0, 69_000)
    assert place is not None
    layout.window(layout.moved(place, -30), 100)
    assert layout.blocks_laid_out <= 210
    assert sum(len(found.starts) for found in layout._cache.values()) < 1500


def test_the_cache_does_not_grow_without_end() -> None:
    layout = PageLayout(long_document(5000, block=1), 72)
    all_rows(layout)
    assert len(layout._cache) <= KEPT_BLOCKS


def test_list_items_hang_under_their_bullet_and_headings_have_air() -> None:
    layout = PageLayout(sample_document(), 40)
    item = layout.block(BlockId(1, 1))
    assert (item.prefix, item.indent) == ("• ", 2)
    assert len(item.lines) > 1
    assert layout.block(BlockId(1, 2)).gap == 0
    assert layout.block(BlockId(1, -1)).gap == 2
    assert layout.block(BlockId(0, -1)).gap == 0
    assert layout.block(BlockId(1, 4)).prefix == ""


def test_items_stand_as_deep_as_their_list_with_their_number() -> None:
    details = (Detail(marker="9."), Detail(1), Detail(1, continues=True), Detail(7, "b."))
    items = tuple(Sentence("Rest the hand.", "list_item", True, detail=d) for d in details)
    layout = PageLayout(Document("u", "t", None, (Section("t", 1, items),)), 40)
    blocks = [layout.block(BlockId(0, at)) for at in range(len(items))]
    assert [(block.prefix, block.indent) for block in blocks] == [
        ("9. ", 3), ("  • ", 4), ("", 4), ("      b. ", 9),
    ]  # fmt: skip


def test_cells_of_a_row_stand_apart_and_a_row_that_is_a_sentence_goes_on() -> None:
    row = tuple(
        Sentence(text, "table_row", not at)
        for at, text in enumerate(("Rest", "5 min.", "Then go on", "手"))
    )
    layout = PageLayout(Document("u", "t", None, (Section("t", 1, row),)), 60)
    block = layout.block(BlockId(0, 0))
    assert block.text == "Rest | 5 min. Then go on | 手"
    start, end = layout.word_span(0, 2, (0, 4))
    assert block.text[start:end] == "Then"


def test_a_sentence_is_found_by_its_words_also_where_controls_were_dropped() -> None:
    text = "Some \x1b[1mhidden\u202e controls stand here"
    document = Document("u", "t", None, (Section("t", 1, (Sentence("Before."), Sentence(text))),))
    layout = PageLayout(document, 20)
    word = (text.index("stand"), text.index("stand") + 5)
    start, end = layout.word_span(0, 1, word)
    assert layout.block(BlockId(0, 0)).text[start:end] == "stand"
    place = layout.place_of(0, 1, word[0])
    assert place is not None
    line = layout.block(place.block).lines[place.row - layout.block(place.block).gap]
    assert line[0] <= start < line[1]


def test_a_document_without_sections_or_titles_has_no_place_and_no_fault() -> None:
    assert PageLayout(Document("u", "", None, ()), 40).place_of(0, 0) is None
    empty = Document("u", "", None, (Section("", 1, ()), Section("\x1b", 2, ())))
    assert PageLayout(empty, 40).place_of(1, -1) is None
    one = Document("u", "", None, (Section("", 1, ()), Section("", 2, (Sentence("Hello."),))))
    assert PageLayout(one, 40).place_of(0, -1) == Place(BlockId(1, 0), 0)


def test_a_place_outside_the_document_is_the_nearest_one() -> None:
    layout = PageLayout(sample_document(), 40)
    assert layout.place_of(99, 0) == layout.place_of(4, 0)
    assert layout.containing(0, 99) == layout.containing(0, 4)


def test_sentences_of_scripts_without_spaces_are_joined_without_one() -> None:
    pieces = (
        Sentence("他说：“疼。”", "body", True),
        Sentence("然后走了。"),
        Sentence("OK."),
        Sentence("완료."),
    )
    layout = PageLayout(Document("", "", "zh", (Section("", 1, pieces),)), 40)
    assert text_of(layout) == "他说：“疼。”然后走了。 OK. 완료."
