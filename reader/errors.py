"""What can go wrong in the reader, as sentences fit to be spoken.

    ReaderError
    ├── DocumentError        a body that cannot be made into a document
    │   ├── UnsupportedDocument   not a kind of file that can be read
    │   └── NoText                nothing in it to read
    ├── SpeechError          an engine or a voice that cannot speak
    │   ├── EngineFailed          the engine broke or hung, also after one restart
    │   ├── VoiceProblem          a voice that is not there, damaged, or cannot be added
    │   └── NoSoundDevice         nowhere to play
    ├── PlaceError           the folder for everything that is kept cannot be used
    ├── SettingsError        a settings file that cannot be used
    ├── UnclearPage          words that name more than one saved page
    │   └── NoSuchPage            a number or words that name none, and nothing else either
    ├── RemoteError          the running reader cannot be reached
    └── TerminalMissing      the screen was asked for where there is no terminal

`str(error)` says what happened and what to do next, without jargon. Errors of the store have their own
tree in `content_cache.errors`.
"""

from __future__ import annotations


class ReaderError(Exception):
    """Base of everything a person can be told about; anything else is a bug and propagates."""


class DocumentError(ReaderError):
    """A body could not be made into a document."""

    def __init__(self, sentence: str, *, url: str = "") -> None:
        super().__init__(sentence)
        self.url = url


class UnsupportedDocument(DocumentError):
    """The body is of a kind that cannot be read, such as a picture."""


class NoText(DocumentError):
    """The body was understood but holds nothing to read."""


class SpeechError(ReaderError):
    """Something between text and sound failed."""


class EngineFailed(SpeechError):
    """An engine could not synthesize, also after it was started afresh."""


class VoiceProblem(SpeechError):
    """A voice cannot be used or added."""


class NoSoundDevice(SpeechError):
    """No device could be opened to play on."""


class PlaceError(ReaderError):
    """The folder that holds everything cannot be made or opened."""


class SettingsError(ReaderError):
    """The settings file cannot be used as it stands."""


class UnclearPage(ReaderError):
    """Words mean more than one saved page."""


class NoSuchPage(UnclearPage):
    """A number or words mean no saved page, and are neither an address nor a file."""


class RemoteError(ReaderError):
    """The running reader could not be reached or did not understand."""


class TerminalMissing(ReaderError):
    """The screen cannot be drawn: there is no terminal."""
