"""Which voice says what: one chosen for the language, else the one chosen for all, else the language's usual. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from reader.speech.language_runs import primary
from reader.values import frozen

NATURAL = "piper:"
"""Ids of natural voices begin so."""


@frozen
class VoiceChoice:
    """The person's voices."""

    general: str = ""
    """`Voice.id`; empty: the usual voice of each language."""
    by_language: tuple[tuple[str, str], ...] = ()
    """BCP 47 tags in small letters with `Voice.id`s."""

    def for_language(self, language: str, page_language: str) -> str:
        """`Voice.id` for a text in a language on a page in perhaps another; empty: the language's usual voice."""
        chosen = dict(self.by_language)
        tag = language.lower()
        own = chosen.get(tag) or chosen.get(primary(tag))
        if own:
            return own
        # A voice that was chosen for the page's language does not know how to say another.
        return self.general if primary(language) == primary(page_language) else ""

    def for_own_lines(self, language: str) -> str:
        """`Voice.id` for what the reader says of itself: never a natural one, as each line would be waited for."""
        voice = self.for_language(language, language)
        return "" if voice.startswith(NATURAL) else voice

    def with_voice(self, language: str, voice_id: str) -> VoiceChoice:
        """The same with another voice for a language and its regions."""
        tag = primary(language)
        others = ((each, voice) for each, voice in self.by_language if primary(each) != tag)
        return VoiceChoice(self.general, (*others, (tag, voice_id)))


USUAL_VOICES = VoiceChoice()
"""Of each language its own."""


def voice_choice(general: str, by_language: Mapping[str, str]) -> VoiceChoice:
    """The choice as it stands in the settings."""
    return VoiceChoice(general, tuple((tag.lower(), voice) for tag, voice in by_language.items()))
