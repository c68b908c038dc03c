"""What is in another language than the page without being marked so; and what only looks like it."""

from __future__ import annotations

import pytest

from reader.documents.block import Block
from reader.documents.model import Phrase
from reader.documents.parsing import read_document
from reader.documents.unmarked_language import with_languages

FRENCH = (
    "Les muscles se contractent de façon involontaire et la main ne peut plus jouer comme avant, "
    "ce qui est difficile pour les musiciens."
)


@pytest.mark.parametrize(
    ("text", "page", "found"),
    [
        (FRENCH, "en", {"fr": FRENCH}),
        ("She said “Je ne sais pas ce que c'est” to him.", "en", {"fr": "Je ne sais pas ce que c'est"}),
        ("Der Satz „To be or not to be, that is it“ ist bekannt.", "de", {"en": "To be or not to be, that is it"}),
        ("“No me lo creo, pero es así”, he said.", "en-GB", {"es": "No me lo creo, pero es así"}),
        ("The word δυστονία is Greek.", "en", {"el": "δυστονία"}),
        ("Sorry (すみません) is said often.", "en", {"ja": "すみません"}),
    ],
)  # fmt: skip
def test_what_leaves_no_doubt_is_marked(text: str, page: str, found: dict[str, str]) -> None:
    phrases = with_languages(Block(text), page).phrases
    assert {each.language: text[each.start : each.end] for each in phrases} == found


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("The song “La vie en rose” is French.", "en"),
        ("“Give me a nonce”, “Me, a princess?” and “I now do recall,”", "en"),
        ("“In vino veritas”, as they say.", "en"),
        ("α-synuclein and β-blockers in the γ band", "en"),
        ("Он сказал «Привет» ей и ушёл.", "ru"),
        ("Botulinum toxin, baclofen, levodopa, trihexyphenidyl, clonazepam, tetrabenazine", "en"),
        (FRENCH, "fr-CA"),
        ("Mae'r llaw yn cau ac mae'r bysedd yn plygu pan fydd rhywun yn ysgrifennu.", "cy"),
    ],
)
def test_what_could_be_the_pages_own_is_left_to_its_voice(text: str, page: str) -> None:
    assert with_languages(Block(text), page).phrases == ()


def test_what_the_page_marks_itself_is_not_judged_again() -> None:
    marked = Block(FRENCH, phrases=(Phrase(0, 3, "la"),))
    assert with_languages(marked, "en") is marked


def test_a_page_that_says_nothing_of_its_language_is_judged_by_its_words() -> None:
    text = (
        "<p>Die Hand verkrampft sich beim Schreiben, und die Finger sind dabei nicht mehr zu bewegen, "
        "wie man es will.</p>"
    )
    body = f"<html><head><title>Krampf</title></head><body><main>{text * 3}</main></body></html>"
    document = read_document(
        body.encode(), url="https://example.org/", media_type="text/html", charset=None
    )
    assert document.language == "de"
