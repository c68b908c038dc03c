"""What one press can reach: which places, and that the voice makes their clips ahead. On the main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents import navigation
from reader.documents.model import Document, Locator
from reader.speech.route import Route

if TYPE_CHECKING:
    from reader.speech.pieces import Voicing
    from reader.speech.ports import ClipSource
    from reader.speech.utterance import Utterance

DIGITS = 9
"""Sections that one press reaches by number."""
AHEAD = 3
"""Further sentences that are made where there is time."""


class Reach:
    """Tells the source of clips what the next press may ask for."""

    def __init__(self, clips: ClipSource) -> None:
        self._clips = clips
        self._known: dict[Locator, tuple[Utterance, ...]] = {}
        """What was wanted lately, so that the next press need not work it out again."""

    def forget(self) -> None:
        """Take nothing for known: the document or how it is said is another one."""
        self._known.clear()

    def want(
        self,
        document: Document,
        here: Locator,
        voicing: Voicing,
        *,
        route: Route,
        goes_on_at: Locator | None,
    ) -> None:
        """Have ready what can be reached from a place; `goes_on_at`: where listening goes on, if that is known."""
        places = within_one_press(document, here)
        if not places:
            return
        if route != Route():
            on = goes_on_at or route.after(document, here)
            places = (places[0], on, *places[1:]) if on else places
        known = self._known
        self._known = {
            place: known[place] if place in known else voicing.utterances_at(document, place)
            for place in places
        }
        wanted = [utterance for place in places for utterance in self._known[place]]
        again = voicing.slower().piece_at(document, here)
        wanted += [] if again.is_mute else [again.utterance]
        if wanted:
            self._clips.want(wanted)


def within_one_press(document: Document, here: Locator) -> tuple[Locator, ...]:
    """The places that one press can reach, likeliest first: on, back, the sections round here, those a digit names.

    Then what follows headings, as these are over before a slow voice has made it; then further sentences.
    """
    if not document.sections:
        return ()
    further = [navigation.next_sentence(document, here)]
    while further[-1] is not None and len(further) <= AHEAD:
        further.append(navigation.next_sentence(document, further[-1]))
    reached = (
        here,
        further[0],
        navigation.previous_sentence(document, here),
        *further[1:2],
        navigation.next_section(document, here),
        navigation.previous_section(document, here),
    )
    sections = [navigation.next_section(document, Locator(index - 1)) for index in range(DIGITS)]
    after_headings = [
        navigation.next_sentence(document, place)
        for place in (*reached, *sections)
        if place is not None and place.sentence == -1
    ]
    places = (*reached, *sections, *after_headings, *further)
    return tuple(dict.fromkeys(place for place in places if place is not None))
