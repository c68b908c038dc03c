"""The one message of the last line: what stands there, and until when. Pure: time is passed in.

A message that is no trouble goes after a while, or with the next thing that is done; trouble stays until something
else is said. What is wrong with the sound is shown as long as it lasts: a passing message covers it, and it stands
there again afterwards.
"""

from __future__ import annotations

from reader.control.view import Message

MESSAGE_S = 8.0
"""How long a message that is no trouble stands, unless something else is done sooner."""
TROUBLE_S = 45.0
"""How long a trouble that was told stands, so that one which is over does not stay for ever (judgement)."""
SOUND_IS_BACK = "The sound is back."


class Notices:
    """What the last line says."""

    def __init__(self) -> None:
        self.told: Message | None = None
        """What was told last, also when it stands there no more; not what is wrong with the sound."""
        self._told: Message | None = None
        self._answer: Message | None = None
        """What only told something, with nothing done that could be taken back."""
        self._until: float | None = None
        """None: from the next tick on it has its time."""
        self._sound_trouble: str | None = None

    @property
    def message(self) -> Message | None:
        """What stands there now."""
        if self._told is None and self._sound_trouble is not None:
            return Message(self._sound_trouble, is_trouble=True)
        return self._told

    def tell(self, sentence: str, *, is_trouble: bool = False) -> None:
        """Show a sentence in the place of what stands there."""
        self.told = Message(sentence, is_trouble)
        self._show(self.told)

    def _show(self, message: Message) -> None:
        self._told = message
        self._until = None

    def clear(self) -> None:
        """Take away what was told; what is wrong with the sound stays."""
        self._told = None

    def end_passing(self) -> None:
        """Something else is being done: what was told before is over, but for trouble."""
        if self._told is not None and not self._told.is_trouble:
            self._told = None

    def only_told(self) -> None:
        """What was told last is an answer alone: nothing was done."""
        self._answer = self.told

    def dismiss(self) -> bool:
        """Take away what was told if it is an answer alone; tells whether it stood there."""
        if self._told is None or self._told is not self._answer:
            return False
        self._told = None
        return True

    def follow_sound(self, trouble: str | None) -> None:
        """Show what is wrong with the sound now, or that it is well again."""
        if trouble == self._sound_trouble:
            return
        was_shown = self._told is None
        self._sound_trouble = trouble
        if trouble is not None:
            if self._told is not None and not self._told.is_trouble:
                self._told = None  # another trouble is read to its end first
        elif was_shown:
            self._show(Message(SOUND_IS_BACK))

    def tick(self, now: float) -> None:
        """Let what had its time go. `now`: monotonic seconds."""
        if self._told is None:
            return
        if self._until is None:
            self._until = now + (TROUBLE_S if self._told.is_trouble else MESSAGE_S)
        elif now >= self._until:
            self._told = None
