"""Makes text of any source be text and nothing else. Pure; any thread.

What comes out has no control characters, no terminal escape sequences, no direction overrides and no invisible
filling; white space is single spaces; characters are composed (NFC). Markup of the screen's own language, such as
`[bold]`, is left alone: it is what the page says, and whoever draws it draws it literally.
"""

from __future__ import annotations

import re
import unicodedata

_ESCAPES = re.compile(
    r"""
      (?: \x1b [\]PX^_] | [\x90\x98\x9d\x9e\x9f] )          # a string sequence, with its payload ...
          [^\x07\x1b\x9c\n]{0,4096} (?: \x07 | \x1b\\ | \x9c )  # ... where it ends; else only its first characters go
    | \x1b \[ [0-?]{0,64} [ -/]{0,8} [@-~]                  # control sequence
    | \x9b [0-?]{1,64} [ -/]{0,8} [@-~]                     # the same, introduced by one C1 character
    | \x1b [ -/]{1,4} [0-~]                                 # character sets and the like
    | \x1b [\]PX^_0-~]                                      # two-character sequences and strings without an end
    """,
    re.VERBOSE,
)
"""Source: ECMA-48 5th edition, sections 5.4 and 5.6; xterm ends an operating system command with BEL too."""

_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls that are no white space
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff"  # lone surrogates
    "\ue000-\uf8ff"  # private use: glyphs of icon fonts
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
_JOINING = (
    "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
    "\u200d\ufe0f\u2190-\u2bff\U0001f000-\U0001faff"
)
"""Scripts and pictures in which a joiner or non-joiner between two characters changes what is seen."""

_JUNK = re.compile(
    f"[{_INVISIBLE}]|(?<![{_JOINING}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINING}])|^[\u200c\u200d]"
)
_MAYBE_JUNK = re.compile(f"[{_INVISIBLE}\u200c\u200d]")
_SPACE = re.compile(r"[\s\u2800]+")
_UNFOLDED = re.compile(r"[^\S ]|\u2800|  ")


def without_controls(text: str) -> str:
    """The text without anything that is not text; white space stays as it is."""
    if _MAYBE_JUNK.search(text):
        text = _JUNK.sub("", _ESCAPES.sub("", text))
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Every run of white space as one space; a space at an end stays one space."""
    return _SPACE.sub(" ", text) if _UNFOLDED.search(text) else text


def clean(text: str) -> str:
    """One line of plain text."""
    return fold(without_controls(text)).strip(" ")
