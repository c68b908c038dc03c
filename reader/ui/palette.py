"""The looks of every part of the screen, one value for each theme.

Colour never carries a meaning alone: `PLAIN` has none, and says the same by bold, reverse and underline.
All text stands at 7:1 or more on its ground (WCAG 2.2 SC 1.4.6), checked by a test.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.style import Style


class Palette(NamedTuple):
    """Styles by what they mean; each with its ground."""

    ground: str
    """Colour of the empty screen, as Textual writes colours."""
    text: Style
    """What was read and what is to come."""
    heading: Style
    sentence: Style
    """The sentence being heard."""
    sentence_heading: Style
    """A heading that is being heard."""
    word: Style
    """The word being heard, inside the sentence."""
    bar: Style
    """The ▌ that marks a line of the sentence."""
    title: Style
    quiet: Style
    """Progress, hints, details."""
    trouble: Style
    row: Style
    row_current: Style
    row_detail: Style
    row_detail_current: Style
    row_bar_current: Style
    """The ▌ of the current row."""
    button: Style
    button_edge: Style
    button_main: Style
    button_main_edge: Style


def _coloured(
    *,
    ground: str,
    full: str,
    soft: str,
    accent: str,
    sentence_ground: str,
    word: tuple[str, str],
    button_ground: str,
    main: tuple[str, str],
    edge: str,
    trouble: str,
) -> Palette:
    def style(colour: str, on: str = ground, *, bold: bool = False) -> Style:
        return Style(color=colour, bgcolor=on, bold=bold or None)

    return Palette(
        ground=ground,
        text=style(soft),
        heading=style(full, bold=True),
        sentence=style(full, sentence_ground),
        sentence_heading=style(full, sentence_ground, bold=True),
        word=style(*word, bold=True),
        bar=style(accent),
        title=style(full, bold=True),
        quiet=style(soft),
        trouble=style(trouble, bold=True),
        row=style(full),
        row_current=style(full, sentence_ground, bold=True),
        row_detail=style(soft),
        row_detail_current=style(full, sentence_ground),
        row_bar_current=style(accent, sentence_ground),
        button=style(full, button_ground, bold=True),
        button_edge=style(edge, button_ground),
        button_main=style(*main, bold=True),
        button_main_edge=style(*main),
    )


DARK = _coloured(
    ground="#0f1419",
    full="#ffffff",
    soft="#b3bcc8",
    accent="#ffc94d",
    sentence_ground="#223250",
    word=("#0f1419", "#ffd875"),
    button_ground="#1c2530",
    main=("#ffffff", "#1b4f80"),
    edge="#6b7a8d",
    trouble="#ffd0c2",
)

LIGHT = _coloured(
    ground="#fbfaf6",
    full="#000000",
    soft="#454b54",
    accent="#a34400",
    sentence_ground="#dfe9fb",
    word=("#ffffff", "#17406f"),
    button_ground="#ecebe4",
    main=("#ffffff", "#17406f"),
    edge="#7b8492",
    trouble="#7a1600",
)

_BOLD = Style(bold=True)
_NORMAL = Style.null()

PLAIN = Palette(
    ground="ansi_default",
    text=_NORMAL,
    heading=Style(bold=True, underline=True),
    sentence=_BOLD,
    sentence_heading=Style(bold=True, underline=True),
    word=Style(bold=True, reverse=True),
    bar=_BOLD,
    title=_BOLD,
    quiet=_NORMAL,
    trouble=_BOLD,
    row=_NORMAL,
    row_current=_BOLD,
    row_detail=_NORMAL,
    row_detail_current=_BOLD,
    row_bar_current=_BOLD,
    button=_NORMAL,
    button_edge=_NORMAL,
    button_main=_BOLD,
    button_main_edge=_BOLD,
)


def palette_named(theme: str, *, has_colours: bool = True) -> Palette:
    """The palette of a theme; the terminal's own looks where colours are not wanted or the name is unknown."""
    if not has_colours:
        return PLAIN
    return {"dark": DARK, "light": LIGHT}.get(theme, PLAIN)
