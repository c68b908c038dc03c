"""A session without voice, store or network: plain values that a test sets, and a list of what was asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from reader.control.actions import ACTIONS
from reader.control.hands import Hands
from reader.control.settings import Settings
from reader.control.steady import OFF
from reader.control.view import (
    ListView,
    MenuView,
    Message,
    Row,
    SavingProgress,
    ScreenName,
    StateName,
)
from reader.documents.model import Document, Locator, Role, Section, Sentence


def sentences(*texts: str, role: Role = "body") -> tuple[Sentence, ...]:
    """One block of sentences."""
    return tuple(Sentence(text, role, starts_block=index == 0) for index, text in enumerate(texts))


def sample_document() -> Document:
    """A page of several sections with every kind of block."""
    return Document(
        url="https://pages.example/stiff-fingers",
        title="Stiff fingers at the keyboard",
        language="en-GB",
        sections=(
            Section(
                "Stiff fingers at the keyboard",
                1,
                sentences(
                    "Fingers that curl or stick while playing are a common reason to see a doctor.",
                    "They are seen more often among people who practise for hours each day.",
                )
                + sentences(
                    "The first signs are a loss of precision and a feeling that the hand "
                    "no longer does what it is told.",
                    "Sometimes they are quite small, but they often keep a person from playing well.",
                    "They rarely hurt.",
                ),
            ),
            Section(
                "What may help",
                2,
                sentences("Several things have helped people:")
                + sentences(
                    "shorter practice with longer rests, as a teacher or therapist "
                    "plans them with you",
                    role="list_item",
                )
                + sentences("another way of holding the instrument", role="list_item")
                + sentences("injections, given by a specialist", role="list_item")
                + sentences(
                    "“I play again, only slower, and I listen more than I did.”", role="quote"
                )
                + sentences("Ask your doctor before you change a treatment."),
            ),
            Section("Who to ask", 2, ()),
            Section(
                "By telephone",
                3,
                sentences(
                    "The line is open on weekdays.", "Call 020 7946 0123 and say what you need."
                )
                + sentences("Monday to Friday | 9 am to 5 pm", role="table_row")
                + sentences("Saturday | 10 am to noon", role="table_row"),
            ),
            Section(
                "About this page",
                2,
                sentences(
                    "It was written for the tests of this program.",
                    "Nobody should take it for medical advice.",
                ),
            ),
        ),
    )


def long_document(count: int = 70_000, *, block: int = 5, section: int = 700) -> Document:
    """A document of many sentences."""
    made = []
    for first in range(0, count, section):
        made.append(
            Section(
                f"Part {first // section + 1}",
                2,
                tuple(
                    Sentence(
                        f"This is sentence {index} of a very long text that nobody wrote by hand.",
                        starts_block=(index - first) % block == 0,
                    )
                    for index in range(first, min(count, first + section))
                ),
            )
        )
    return Document("file:///long.txt", "A long text", "en", tuple(made))


def outline_of(document: Document, current: int) -> ListView:
    """The sections as the session gives them."""
    rows = tuple(
        Row(section.title, detail="1 min", level=section.level) for section in document.sections
    )
    return ListView("Sections", f"{len(rows)} sections", rows, current)


@dataclass(slots=True)
class FakeMenu:
    """Stands where `Menu` stands."""

    view: MenuView | None = None

    @property
    def is_open(self) -> bool:
        return self.view is not None


@dataclass(slots=True)
class FakeTuning:
    """Stands where `Tuning` stands."""

    now: Settings = field(default_factory=Settings)


class FakeSession:
    """Stands where `Session` stands; does nothing but remember."""

    def __init__(self, document: Document | None = None) -> None:
        self.screen: ScreenName = "reading"
        self.document: Document | None = sample_document() if document is None else document
        self.locator = Locator(0, 0)
        self.list_view: ListView | None = None
        self.outline: ListView | None = outline_of(self.document, 0)
        self.word: tuple[int, int] | None = None
        self.state: StateName = "playing"
        self.title = self.document.title
        self.progress_line = "section 1 of 5 · 2 min left"
        self.hint_line = "any key: pause   ← → sentence   ↑ ↓ section   Escape: take me back"
        self.message: Message | None = None
        self.saving: SavingProgress | None = None
        self.theme = "dark"
        self.is_leaving = False
        self.wake: Callable[[], None] = lambda: None
        self.ticks = 0
        self.pressed: list[tuple[str, str | None]] = []
        self.pressed_at_s: list[float] = []
        self.performed: list[str] = []
        self.hands = Hands(OFF)
        self.menu = FakeMenu()
        self.tuning = FakeTuning()
        self.chosen: list[int] = []
        self.sections_gone_to: list[int] = []

    def wake_with(self, wake: Callable[[], None]) -> None:
        self.wake = wake

    @property
    def panel(self) -> MenuView | None:
        return self.menu.view

    def tick(self, now: float) -> None:
        self.ticks += 1

    def press(self, key: str, character: str | None, at_s: float) -> None:
        self.pressed_at_s.append(at_s)
        self.pressed.append((key, character))

    def perform(self, action_name: str) -> None:
        if action_name not in {action.name for action in ACTIONS}:
            raise KeyError(action_name)
        self.performed.append(action_name)
        if action_name == "play-pause":
            self.state = "paused" if self.state == "playing" else "playing"

    def choose_row(self, index: int) -> None:
        self.chosen.append(index)

    def go_to_section(self, index: int) -> None:
        self.sections_gone_to.append(index)

    def close(self) -> None:
        """Nothing to end."""

    # What the tests do in place of a voice

    def words(self) -> list[tuple[int, int]]:
        """Words of the sentence being heard."""
        section = self.document.sections[self.locator.section]
        index = self.locator.sentence
        text = section.title if index < 0 else section.sentences[index].text
        return [match.span() for match in re.finditer(r"\S+", text)]

    def next_sentence(self) -> bool:
        """Go on to the next sentence; False at the end."""
        section, sentence = self.locator.section, self.locator.sentence + 1
        if sentence >= len(self.document.sections[section].sentences):
            section, sentence = section + 1, -1
        if section >= len(self.document.sections):
            return False
        self.locator = Locator(section, sentence)
        self.word = None
        if section != (self.outline.current if self.outline else section):
            self.outline = outline_of(self.document, section)
        return True

    def show_pages(self, count: int = 6) -> None:
        """The list of pages."""
        marks = [("60%", 0.6), ("new", None), ("2 sentences changed", None), ("heard", 1.0)]
        self.screen = "pages"
        self.list_view = ListView(
            "Pages",
            f"{count} saved · 41 minutes",
            tuple(
                Row(
                    f"Page about stiff fingers, number {index + 1}",
                    "Example Society",
                    *marks[index % 4],
                )
                for index in range(count)
            ),
            0,
        )

    def show_welcome(self) -> None:
        """The first launch."""
        self.screen = "welcome"
        self.document = None
        self.list_view = ListView(
            "Hands-Off Reader reads information pages aloud.",
            "It needs one button: nearly any key will do.",
            (
                Row("Save the 10 pages about hand dystonia, and listen"),
                Row("How this works", "1 minute"),
            ),
            0,
        )
