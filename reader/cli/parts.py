"""What the commands need of the composition root; each part is built when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from content_cache.library import Library
    from reader.control.background import Background
    from reader.control.places import Places
    from reader.control.session import Session
    from reader.control.settings import SettingsRead
    from reader.control.shelf import Shelf
    from reader.speech.engine import Engine
    from reader.speech.narrator import Pauses
    from reader.speech.player import Player
    from reader.speech.pronunciations import PronunciationsRead
    from reader.speech.reading_options import ReadingOptions


class Parts(Protocol):
    """The reader's objects, by need."""

    @property
    def places(self) -> Places:
        """Where everything is kept."""

    @property
    def settings_read(self) -> SettingsRead:
        """The person's choices."""

    @property
    def library(self) -> Library:
        """What the saved pages are kept in."""

    @property
    def shelf(self) -> Shelf:
        """The saved pages."""

    @property
    def engine(self) -> Engine:
        """The machine's voices."""

    @property
    def natural(self) -> Engine:
        """The natural voices that were added."""

    @property
    def player(self) -> Player:
        """The sound device."""

    @property
    def pauses(self) -> Pauses:
        """The person's pauses."""

    @property
    def reading_options(self) -> ReadingOptions:
        """Which parts of a page the person wants to hear."""

    @property
    def pronunciations_read(self) -> PronunciationsRead:
        """The person's own ways to say words."""

    def new_session(self, background: Background) -> Session:
        """A session over these parts."""

    def close(self) -> None:
        """End what was built."""
