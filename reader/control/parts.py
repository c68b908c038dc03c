"""What the reader's features share. Values and objects only; must do nothing itself. Main thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import field
from typing import TYPE_CHECKING, Protocol, TypeVar

from content_cache.errors import CacheError
from content_cache.library import Library
from reader.control.background import Background, Job, Outcome
from reader.control.hand_choices import HandChoices
from reader.control.hands import Hands
from reader.control.lists import Lists
from reader.control.notices import Notices
from reader.control.reading import Reading
from reader.control.shelf import Shelf
from reader.control.troubles import raise_bug
from reader.control.tuning import Tuning
from reader.control.turning import Turning
from reader.control.undo import Undo
from reader.errors import ReaderError
from reader.speech.earcons import Earcon
from reader.speech.narrator import Narrator
from reader.speech.pronunciations import Choice
from reader.speech.utterance import Clip, Utterance, Voice
from reader.values import frozen

if TYPE_CHECKING:
    from reader.speech.sound_server import SoundEvent

T = TypeVar("T")


class Speech(Protocol):
    """What the features need of the engines and the clips they make."""

    def voices(self) -> tuple[Voice, ...]:
        """All voices; waits for engines that are still starting. Any thread."""

    def take_remark(self) -> str | None:
        """The next thing to tell about the voices."""

    def is_slow(self, utterance: Utterance) -> bool:
        """Whether it has to be waited for where it was not made before."""

    def prepare(self, utterance: Utterance) -> Future[Clip]:
        """Have a clip on the disk for later; cancelled where it need not be made."""


class NoSpeech:
    """Where there are no engines, as in a session that is only looked at."""

    def voices(self) -> tuple[Voice, ...]:
        """None."""
        return ()

    def take_remark(self) -> str | None:
        """Nothing."""
        return None

    def is_slow(self, utterance: Utterance) -> bool:
        """Nothing is waited for."""
        del utterance
        return False

    def prepare(self, utterance: Utterance) -> Future[Clip]:
        """Nothing is made."""
        del utterance
        future: Future[Clip] = Future()
        future.cancel()
        return future


class SoundServer(Protocol):
    """Where one is told what happens to the sound outside the reader."""

    def start(self, report: Callable[[SoundEvent], None]) -> None:
        """Begin to listen; `report` is called from another thread."""

    def close(self) -> None:
        """Listen no more. May be called twice."""


class NoSoundServer:
    """Where nobody tells."""

    def start(self, report: Callable[[SoundEvent], None]) -> None:
        """Nothing is told."""

    def close(self) -> None:
        """Nothing was begun."""


@frozen
class Parts:
    """The running reader's parts, as a feature sees them."""

    shelf: Shelf
    background: Background
    narrator: Narrator
    reading: Reading
    lists: Lists
    notices: Notices
    undo: Undo
    turning: Turning
    hands: Hands
    choices: HandChoices
    tuning: Tuning
    keep_pronunciation: Callable[[str, Choice | None], None] = lambda _word, _way: None
    """Writes how a word sounds into the person's file, or takes it out; blocks for a moment."""
    phonemes_of: Callable[[str], str] = lambda _word: ""
    """An English word's sounds as the voice has them, empty where it does not tell; blocks for a moment."""
    speech: Speech = field(default_factory=NoSpeech)
    sound_server: Callable[[], SoundServer] = NoSoundServer
    """Made when it is first wanted, after the first frame."""

    @property
    def library(self) -> Library:
        """What is kept."""
        return self.shelf.library

    def tell(self, sentence: str, *, is_trouble: bool = False) -> None:
        """Show a sentence and say it; listening goes on as it was."""
        self.notices.tell(sentence, is_trouble=is_trouble)
        earcon: Earcon | None = "could-not" if is_trouble else None
        listens = self.narrator.is_listening
        self.narrator.announce(sentence, then_play=listens, earcon=earcon)

    def refuse(self, sentence: str) -> None:
        """Show and say why something cannot be done here; no trouble that lasts."""
        self.notices.tell(sentence)
        self.notices.only_told()
        listens = self.narrator.is_listening
        self.narrator.announce(sentence, then_play=listens, earcon="could-not")

    def confirm(
        self, sentence: str, earcon: Earcon = "done", *, goes_on: bool | None = None
    ) -> None:
        """Name what was done, in the way that was chosen; listening goes on as it was.

        `goes_on`: whether it goes on, where a list stood over it until now.
        """
        self.notices.tell(sentence)
        narrator = self.narrator
        listens = narrator.is_listening if goes_on is None else goes_on
        if self.tuning.now.action_names == "words":
            named = earcon if earcon != "done" else None
            narrator.announce(sentence, then_play=listens, earcon=named)
            return
        if not narrator.sound(earcon):
            narrator.sound("done")
        if listens:
            narrator.play()

    def run(self, work: Callable[[Job], T], done: Callable[[T], None]) -> Job:
        """Do something off the main thread; what a person can act on is told, and `done` gets the rest."""

        def finish(outcome: Outcome[T]) -> None:
            raise_bug(outcome.error)
            if isinstance(outcome.error, CacheError | ReaderError):
                self.tell(str(outcome.error), is_trouble=True)
            else:
                done(outcome.value)  # type: ignore[arg-type]

        return self.background.run(work, finish)
