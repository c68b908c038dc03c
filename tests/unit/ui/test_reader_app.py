"""The screens under Pilot: keys and clicks reach the session, and what it says is what is seen."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from rich.style import Style
from textual.events import Key, MouseDown, MouseScrollDown, MouseUp
from textual.geometry import Size
from textual.pilot import Pilot
from textual.widget import Widget

from reader.control.view import ListView, Message, Row, SavingProgress
from reader.documents.model import Document, Locator, Section, Sentence
from reader.ui.palette import DARK, PLAIN
from reader.ui.reader_app import ReaderApp
from tests.support.fake_session import FakeSession, long_document, outline_of

pytestmark = pytest.mark.asyncio


@asynccontextmanager
async def running(
    session: FakeSession, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[ReaderApp, Pilot[None]]]:
    app = ReaderApp(session)  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


def lines(app: ReaderApp) -> list[str]:
    """What stands on the screen, line by line."""
    return ["".join(piece for piece, _ in line) for line in pieces(app)]


def pieces(app: ReaderApp) -> list[list[tuple[str, Style]]]:
    """What stands on the screen, with its looks."""
    rows = app.screen._compositor.render_strips(Size(*app.size))
    return [[(segment.text, segment.style or Style.null()) for segment in row] for row in rows]


def styled(app: ReaderApp, style: Style) -> list[str]:
    """The pieces of the screen that have the looks of a style."""
    return [
        text
        for row in pieces(app)
        for text, found in row
        if (found.color, found.bgcolor, bool(found.bold), bool(found.reverse))
        == (style.color, style.bgcolor, bool(style.bold), bool(style.reverse))
    ]


async def follow(app: ReaderApp, pilot: Pilot[None]) -> None:
    app.follow()
    await pilot.pause()


# Keys


async def test_every_key_reaches_the_session_and_nothing_else() -> None:
    keys = [
        "space", "enter", "tab", "shift+tab", "escape", "ctrl+q", "ctrl+c", "ctrl+p", "ctrl+z",
        "left", "a", "1", "f1", "backspace", "home", "plus", "pagedown", "media_play_pause",
    ]  # fmt: skip
    session = FakeSession()
    async with running(session) as (app, pilot):
        await pilot.press(*keys)
        assert [pressed for pressed, _ in session.pressed] == keys
        assert not app._exit
        assert len(app.screen_stack) == 1


async def test_a_key_that_only_changes_others_is_no_press() -> None:
    session = FakeSession()
    async with running(session) as (_, pilot):
        await pilot.press("left_shift", "plus", "right_control", "caps_lock", "raise_volume")
        assert [pressed for pressed, _ in session.pressed] == ["plus"]


async def test_a_key_comes_with_its_character() -> None:
    session = FakeSession()
    async with running(session) as (_, pilot):
        await pilot.press("x", "é")
        assert session.pressed == [("x", "x"), ("é", "é")]


async def test_what_a_key_changes_is_seen_without_waiting_for_a_tick() -> None:
    class Pausing(FakeSession):
        def press(self, key: str, character: str | None, at_s: float) -> None:
            self.state = "paused"

    async with running(Pausing()) as (app, _):
        await app.on_event(Key("space", " "))
        labels = [button.label for button, _, _ in app._reader_screen.button_row.placed]
        assert "▶ Listen" in labels


async def test_a_wake_from_another_thread_ticks_at_once() -> None:
    session = FakeSession()
    async with running(session) as (app, _):
        for timer in list(app._timers):
            timer.stop()
        await asyncio.sleep(0.05)
        before = session.ticks
        await asyncio.to_thread(session.wake)
        while session.ticks == before:
            await asyncio.sleep(0.001)
        assert session.ticks == before + 1


async def test_leaving_ends_the_app() -> None:
    session = FakeSession()
    async with running(session) as (app, pilot):
        session.is_leaving = True
        await pilot.pause(0.1)
        assert not app.is_running or app._exit


# Clicks


async def test_the_whole_area_of_each_button_is_its_target() -> None:
    session = FakeSession()
    edges = {
        "previous-sentence": (0, 13),
        "play-pause": (14, 41),
        "next-sentence": (42, 55),
        "sections": (56, 67),
        "pages": (68, 79),
    }
    async with running(session) as (_, pilot):
        for action, columns in edges.items():
            for x in columns:
                for y in (20, 22):
                    session.performed.clear()
                    await pilot.click(offset=(x, y))
                    assert session.performed == [action]


async def drag(app: ReaderApp, pilot: Pilot[None], *path: tuple[int, int]) -> None:
    """Press at the first place and let go at the last, as a terminal reports it."""
    for kind, (x, y) in ((MouseDown, path[0]), (MouseUp, path[-1])):
        app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await pilot.pause()


async def test_a_button_acts_on_release_and_can_be_called_off_by_moving_away() -> None:
    session = FakeSession()
    async with running(session) as (app, pilot):
        await drag(app, pilot, (20, 21))
        assert session.performed == ["play-pause"]
        await drag(app, pilot, (20, 21), (60, 21))
        await drag(app, pilot, (20, 21), (20, 10))
        await drag(app, pilot, (20, 10), (20, 21))
        assert session.performed == ["play-pause"]
        await drag(app, pilot, (20, 21), (40, 20))
        assert session.performed == ["play-pause"] * 2


async def test_a_row_is_not_chosen_when_the_pointer_slips_to_another() -> None:
    session = FakeSession()
    session.show_pages(6)
    async with running(session) as (app, pilot):
        await drag(app, pilot, (20, 4), (20, 10))
        assert session.chosen == []
        await drag(app, pilot, (20, 4), (60, 4))
        assert session.chosen == [1]


async def test_a_click_anywhere_on_the_text_is_the_one_button() -> None:
    session = FakeSession()
    async with running(session) as (_, pilot):
        for offset in ((0, 2), (40, 8), (79, 18)):
            await pilot.click(offset=offset)
        assert [key for key, _ in session.pressed] == ["click_left", "click_right", "click_right"]


async def test_a_click_in_the_outline_goes_to_that_section() -> None:
    session = FakeSession()
    async with running(session, (120, 40)) as (app, pilot):
        y = next(y for y, line in enumerate(lines(app)) if "By telephone" in line)
        await pilot.click(offset=(10, y))
        assert session.sections_gone_to == [3]


async def test_a_click_anywhere_on_a_row_chooses_it() -> None:
    session = FakeSession()
    session.show_pages(6)
    async with running(session) as (app, pilot):
        y = next(i for i, line in enumerate(lines(app)) if "number 4" in line)
        for offset in ((0, y), (79, y), (40, y + 1)):
            await pilot.click(offset=offset)
        assert session.chosen == [3, 3, 3]


async def test_lists_have_buttons_of_their_own() -> None:
    session = FakeSession()
    session.show_pages(6)
    async with running(session) as (_app, pilot):
        for x in (2, 30, 50, 78):
            await pilot.click(offset=(x, 21))
        assert session.performed == ["take-me-back", "choose", "previous-row", "next-row"]


async def test_the_welcome_screen_offers_its_choices_as_big_boxes() -> None:
    session = FakeSession()
    session.show_welcome()
    async with running(session) as (app, pilot):
        seen = lines(app)
        assert "It needs one button" in "\n".join(seen)
        y = next(i for i, line in enumerate(seen) if "How this works" in line)
        assert "┌" in seen[y - 2]
        for offset in ((2, y - 1), (70, y + 1), (40, y)):
            await pilot.click(offset=offset)
        assert session.chosen == [1, 1, 1]
        assert any("▶" in line and "Save the 10 pages" in line for line in seen)


async def test_the_wheel_moves_in_lists_and_does_nothing_over_the_text() -> None:
    session = FakeSession()
    async with running(session) as (app, pilot):
        await pilot._post_mouse_events([MouseScrollDown], offset=(40, 8), button=0)
        assert session.performed == []
        session.show_pages(50)
        await follow(app, pilot)
        await pilot._post_mouse_events([MouseScrollDown], offset=(40, 8), button=0)
        assert session.performed == ["next-row"]


# What is seen


async def test_the_sentence_and_the_word_are_marked_and_move() -> None:
    session = FakeSession()
    session.locator = Locator(0, 0)
    async with running(session) as (app, pilot):
        assert "".join(styled(app, DARK.sentence)).startswith("Fingers that curl")
        for word in session.words():
            session.word = word
            await follow(app, pilot)
            text = session.document.sections[0].sentences[0].text
            assert styled(app, DARK.word) == [text[slice(*word)]]
        session.next_sentence()
        await follow(app, pilot)
        assert styled(app, DARK.word) == []
        assert "".join(styled(app, DARK.sentence)).startswith("They are seen")
        marked = [line for line in lines(app) if "▌" in line]
        assert len(marked) == 2
        assert "They are seen" in marked[0]


async def test_without_colour_the_bar_bold_and_reverse_still_mark_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    session = FakeSession()
    session.word = session.words()[2]
    async with running(session) as (app, _):
        rows = pieces(app)
        assert {
            (style.color is None or style.color.is_default)
            and (style.bgcolor is None or style.bgcolor.is_default)
            for row in rows
            for _, style in row
        } == {True}
        assert [text for row in rows for text, style in row if style.reverse] == ["curl"]
        bold = "".join(text for row in rows for text, style in row if style.bold)
        assert "Fingers that curl or stick" in bold
        assert "They are seen" not in bold
        assert any("▌" in line and "Fingers" in line for line in lines(app))


async def test_themes_change_while_it_runs() -> None:
    session = FakeSession()
    session.word = session.words()[0]
    async with running(session) as (app, pilot):
        dark = pieces(app)
        session.theme = "light"
        await follow(app, pilot)
        light = pieces(app)
        assert [[text for text, _ in row] for row in light] == [
            [text for text, _ in row] for row in dark
        ]
        assert light != dark
        session.theme = "system"
        await follow(app, pilot)
        assert styled(app, PLAIN.word) == ["Fingers"]
        session.theme = "dark"
        await follow(app, pilot)
        assert pieces(app) == dark


async def test_markup_and_escape_sequences_are_only_text() -> None:
    nasty = "[bold]not bold[/bold] [@click=app.quit]do not click[/] \x1b[31mnot red\x1b]0;title\x07"
    shown = "[bold]not bold[/bold] [@click=app.quit]do not click[/] [31mnot red]0;title"
    document = Document("u", nasty, "en", (Section(nasty, 1, (Sentence(nasty),)),))
    session = FakeSession(document)
    session.progress_line = session.hint_line = "[b]x[/b]"
    async with running(session, (160, 30)) as (app, pilot):
        seen = lines(app)
        assert shown in seen[0]
        assert sum(shown[:60] in line for line in seen) >= 3
        assert "\x1b" not in "".join(seen)
        assert "[b]x[/b]" in seen[-1]
        await pilot.click(offset=(seen[0].index("do not"), 0))
        assert app.is_running
        assert "do not click" in app.export_screenshot().replace("&#160;", " ")
        session.list_view = ListView(nasty, nasty, (Row(nasty, nasty, nasty, 0.5),), 0)
        for screen in ("pages", "sections", "welcome"):
            session.screen = screen
            session.message = Message(nasty * 3, is_trouble=True)
            await follow(app, pilot)
            assert "\x1b" not in "".join(lines(app))


async def test_the_title_and_the_progress_share_a_line_and_paused_is_said_quietly() -> None:
    session = FakeSession()
    session.state = "paused"
    async with running(session) as (app, pilot):
        assert lines(app)[0].startswith(" Stiff fingers at the keyboard ")
        assert lines(app)[0].endswith("section 1 of 5 · 2 min left · paused ")
        session.title = "A very long title of a page that goes on " * 4
        await follow(app, pilot)
        assert "…" in lines(app)[0]
        assert lines(app)[0].endswith("section 1 of 5 · 2 min left · paused ")


async def test_trouble_is_marked_by_a_sign_and_read_whole_however_long() -> None:
    session = FakeSession()
    trouble = (
        "There is no sound: no loudspeaker was found. The text goes on being marked. "
        "Plug in a loudspeaker or headphones, and the voice returns by itself."
    )
    async with running(session) as (app, pilot):
        before = lines(app)
        session.message = Message(trouble, is_trouble=True)
        await follow(app, pilot)
        after = lines(app)
        assert "! " + trouble in " ".join(line.strip() for line in after)
        assert after[20:23] == before[20:23]
        assert after[:15] == before[:15]
        session.message = Message("Saved.")
        await follow(app, pilot)
        assert lines(app)[-1].strip() == "Saved."
        session.message = None
        await follow(app, pilot)
        assert lines(app) == before


async def test_a_long_message_does_not_move_the_text_above_it() -> None:
    session = FakeSession(long_document(300))
    session.locator = Locator(0, 30)
    async with running(session) as (app, pilot):
        for _ in range(6):
            session.next_sentence()
            await follow(app, pilot)
        before = lines(app)
        session.message = Message("A long message that needs more than one line. " * 4)
        await follow(app, pilot)
        assert lines(app)[:14] == before[:14]
        session.message = None
        await follow(app, pilot)
        assert lines(app) == before


async def test_a_saving_shows_how_far_it_is() -> None:
    session = FakeSession()
    session.saving = SavingProgress(4, 10, "What is dystonia")
    async with running(session) as (app, pilot):
        assert lines(app)[-1].strip().startswith("4 of 10  What is dystonia")
        before = lines(app)[-1].count("━")
        session.saving = SavingProgress(8, 10, "Symptoms")
        await follow(app, pilot)
        assert lines(app)[-1].count("━") > before > 0


async def test_nothing_is_painted_while_nothing_changes() -> None:
    session = FakeSession()
    async with running(session) as (app, pilot):
        await pilot.pause(0.05)
        shown = 0

        def count() -> None:
            nonlocal shown
            shown += 1

        app.post_display_hook = count  # type: ignore[method-assign]
        ticks = session.ticks
        while session.ticks < ticks + 10:
            await asyncio.sleep(0.01)
        assert shown == 0


# The page moves calmly


async def test_the_line_being_heard_stays_in_the_upper_third_and_the_page_moves_by_lines() -> None:
    session = FakeSession(long_document(400))
    session.locator = Locator(0, 0)
    async with running(session) as (app, _pilot):
        view = app._reader_screen.page_view
        third = view.size.height // 3
        for _ in range(120):
            before = [(block.id, row) for block, row in view.visible_rows]
            session.next_sentence()
            for word in session.words():
                session.word = word
                app.follow()
                first, end = view.heard_rows
                assert end > first
                assert first <= third
                assert view._reading_row is not None
                assert view._reading_row <= third
            after = [(block.id, row) for block, row in view.visible_rows]
            # Some of what was seen is still seen: the eye is never lost.
            assert set(before) & set(after)


async def test_a_jump_to_something_in_sight_moves_nothing() -> None:
    session = FakeSession()
    session.locator = Locator(0, 0)
    async with running(session, (80, 40)) as (app, pilot):
        view = app._reader_screen.page_view
        before = list(view.visible_rows)
        session.locator = Locator(1, 1)
        await follow(app, pilot)
        assert view.visible_rows == before
        assert view.heard_rows[0] > view.size.height // 3


async def test_a_jump_out_of_sight_shows_the_place_near_the_top() -> None:
    session = FakeSession(long_document(3000))
    async with running(session) as (app, pilot):
        view = app._reader_screen.page_view
        for locator in (Locator(3, 300), Locator(1, -1), Locator(4, 199), Locator(0, 0)):
            session.locator = locator
            await follow(app, pilot)
            assert view.heard_rows[1] > view.heard_rows[0]
            if locator != Locator(4, 199):
                assert view.heard_rows[0] <= view.size.height // 3


async def test_a_place_near_its_heading_is_shown_with_it() -> None:
    session = FakeSession()
    session.locator = Locator(0, 1)
    async with running(session) as (app, _):
        assert lines(app)[2].strip() == "Stiff fingers at the keyboard"
        assert any("▌ doctor. They are seen" in line for line in lines(app))


async def test_the_end_of_the_page_stays_at_the_bottom() -> None:
    session = FakeSession(long_document(200))
    session.locator = Locator(0, 190)
    async with running(session) as (app, _pilot):
        view = app._reader_screen.page_view
        while session.next_sentence():
            app.follow()
            assert len(view.visible_rows) == view.size.height
        assert view.heard_rows[1] == view.size.height


async def test_a_million_words_open_by_laying_out_a_screenful() -> None:
    session = FakeSession(long_document(70_000))
    session.outline = outline_of(session.document, 40)
    session.locator = Locator(40, 350)
    async with running(session, (120, 40)) as (app, pilot):
        layout = app._reader_screen.page_view.page_layout
        assert layout is not None
        assert layout.blocks_laid_out < 100
        assert any("sentence 28350 " in line for line in lines(app))
        for section in range(0, 100, 7):
            session.locator = Locator(section, 600)
            session.outline = outline_of(session.document, section)
            await follow(app, pilot)
        assert layout.blocks_laid_out < 100 * 15
        outline = app._reader_screen.outline
        assert outline.first_visible <= 98 < outline.first_visible + outline.rows_in_sight


# Lists


async def test_the_current_row_is_kept_in_sight_in_ten_thousand() -> None:
    session = FakeSession()
    session.show_pages(10_000)
    async with running(session) as (app, pilot):
        view = session.list_view
        assert view is not None
        for current in (0, 1, 8, 9, 5000, 9999, 9990, 0):
            session.list_view = ListView(view.title, view.summary, view.rows, current)
            await follow(app, pilot)
            marked = " ".join(line for line in lines(app) if "▌" in line)
            assert f" {current + 1} " in marked


async def test_rows_say_how_far_one_is() -> None:
    session = FakeSession()
    session.show_pages(4)
    async with running(session) as (app, _):
        text = "\n".join(lines(app))
        for part in ("60%", "━━━╸", "new", "2 sentences changed", "heard", "Example Society"):
            assert part in text


async def test_an_empty_list_is_no_fault() -> None:
    session = FakeSession()
    session.list_view = ListView("Pages", "", (), 0)
    async with running(session) as (app, pilot):
        for screen in ("pages", "sections", "welcome"):
            session.screen = screen
            await follow(app, pilot)
            await pilot.click(offset=(10, 8))
        assert session.chosen == []


# Any size


@pytest.mark.parametrize("seed", range(2))
async def test_a_storm_of_sizes_breaks_nothing(seed: int) -> None:
    chance = random.Random(seed)
    text = "書く時に🎸指が " + "w" * 500 + " האצבעות e\u0301 " * 20
    document = Document(
        "u", "書く" * 40, None,
        (*long_document(300).sections, Section("書" * 200, 3, (Sentence(text), Sentence(text)))),
    )  # fmt: skip
    session = FakeSession(document)
    async with running(session) as (app, pilot):
        for _ in range(40):
            session.screen = chance.choice(["reading", "reading", "pages", "sections", "welcome"])
            session.list_view = ListView(
                "書く" * 30, "a" * 100, (Row("書" * 99, "書" * 50, "50%", 0.5),) * 5, 3
            )
            session.message = chance.choice([None, Message("書く " * 60, is_trouble=True)])
            session.locator = Locator(chance.randrange(2), chance.randrange(-1, 3))
            session.word = chance.choice([None, (0, 3), (5, 500), (900, 5000)])
            size = chance.choice(
                [
                    (20, 5),
                    (300, 100),
                    (1, 1),
                    (2, 2),
                    (chance.randrange(1, 300), chance.randrange(1, 100)),
                ]
            )
            await pilot.resize_terminal(*size)
            await follow(app, pilot)
            strips = app.screen._compositor.render_strips(Size(*app.size))
            assert len(strips) == size[1]
            assert {strip.cell_length for strip in strips} == {size[0]}
            if session.screen == "reading" and size[1] > 8:
                assert app._reader_screen.page_view.heard_rows[1] > 0


async def test_at_twenty_by_five_the_text_and_play_are_there() -> None:
    session = FakeSession()
    async with running(session, (20, 5)) as (app, pilot):
        seen = lines(app)
        assert "Fingers that curl" in seen[0]
        assert "Pause" in seen[3]
        await pilot.click(offset=(1, 3))
        assert session.performed == ["play-pause"]


async def test_after_a_resize_the_sentence_is_still_in_sight() -> None:
    session = FakeSession(long_document(3000))
    session.locator = Locator(2, 100)
    async with running(session) as (app, pilot):
        for size in ((50, 15), (120, 40), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert any("sentence 1500" in line for line in lines(app))


async def test_no_part_takes_the_focus() -> None:
    async with running(FakeSession()) as (app, pilot):
        await pilot.click(offset=(30, 21))
        assert app.focused is None
        assert not [node for node in app.screen.walk_children(Widget) if node.can_focus]


async def test_a_page_taken_up_under_a_list_is_shown_when_the_list_goes() -> None:
    session = FakeSession()
    async with running(session) as (app, pilot):
        session.screen = "pages"
        session.list_view = ListView("Pages", "", (Row("One"),), 0)
        await follow(app, pilot)
        session.document = long_document()
        session.locator = Locator(0, 0)
        await follow(app, pilot)
        session.screen, session.list_view = "reading", None
        await follow(app, pilot)
        first = session.document.sections[0].sentences[0].text
        assert any(first[:20] in line for line in lines(app))
