"""High contrast by figures, and a plain look that needs no colour."""

import pytest
from rich.style import Style

from reader.ui.palette import DARK, LIGHT, PLAIN, Palette, palette_named

TEXT_STYLES = [
    "text", "heading", "sentence", "sentence_heading", "word", "title", "quiet", "trouble", "row",
    "row_current", "row_detail", "row_detail_current", "button", "button_main",
]  # fmt: skip
MARKS = ["bar", "row_bar_current", "button_edge", "button_main_edge"]


def contrast(style: Style) -> float:
    """WCAG 2.2 contrast ratio of a style's text to its ground."""

    def luminance(triplet: tuple[int, int, int]) -> float:
        parts = [value / 255 for value in triplet]
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert style.color is not None
    assert style.bgcolor is not None
    bright, dark = sorted(
        (luminance(style.color.get_truecolor()), luminance(style.bgcolor.get_truecolor())),
        reverse=True,
    )
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("name", TEXT_STYLES)
def test_every_text_stands_at_seven_to_one(palette: Palette, name: str) -> None:
    assert contrast(getattr(palette, name)) >= 7


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("name", MARKS)
def test_every_mark_stands_at_three_to_one(palette: Palette, name: str) -> None:
    assert contrast(getattr(palette, name)) >= 3


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_the_sentence_stands_out_more_than_the_text_around_it(palette: Palette) -> None:
    assert contrast(palette.sentence) > contrast(palette.text)
    assert palette.sentence.bgcolor != palette.text.bgcolor


def test_the_plain_look_has_no_colour_and_still_tells_things_apart() -> None:
    for name in (*TEXT_STYLES, *MARKS):
        style = getattr(PLAIN, name)
        assert style.color is None
        assert style.bgcolor is None
    assert PLAIN.word.reverse
    assert PLAIN.sentence.bold
    assert not PLAIN.text.bold
    assert PLAIN.row_current.bold


def test_themes_have_names() -> None:
    assert palette_named("dark") is DARK
    assert palette_named("light") is LIGHT
    assert palette_named("system") is PLAIN
    assert palette_named("dark", has_colours=False) is PLAIN
