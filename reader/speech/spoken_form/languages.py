"""The words that the rules say in each language. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from reader.values import frozen


@frozen
class Words:
    """What figures and signs are called in one language."""

    digits: tuple[str, ...]
    region: str
    """Of telephone numbers without a country code, where the language's tag names none."""
    plus: str
    dot: str
    at: str
    dash: str
    underscore: str
    to: str
    """Between the ends of a range."""
    signs: Mapping[str, str]


def _words(
    digits: str, region: str, dot: str, at: str, dash: str, underscore: str, to: str, signs: str
) -> Words:
    """`signs` are the names of `_SIGNS`, in their order, parted by semicolons."""
    named = dict(zip(_SIGNS, (name.strip() for name in signs.split(";")), strict=True))
    return Words(tuple(digits.split()), region, named["+"], dot, at, dash, underscore, to, named)


_SIGNS = "+ = ± × ÷ ≤ ≥ < > ≈ ~ & % ° − ° C °F £ € $".replace("° C", "°C").split()

WORDS: Mapping[str, Words] = {
    "en": _words(
        "zero one two three four five six seven eight nine",
        "GB", "dot", "at", "dash", "underscore", "to",
        "plus; equals; plus or minus; times; divided by; less than or equal to; "
        "greater than or equal to; less than; more than; approximately; about; and; percent; degrees; minus; "
        "degrees Celsius; degrees Fahrenheit; pounds; euros; dollars",
    ),
    "de": _words(
        "null eins zwei drei vier fünf sechs sieben acht neun",
        "DE", "Punkt", "ät", "Bindestrich", "Unterstrich", "bis",
        "plus; gleich; plus minus; mal; geteilt durch; kleiner oder gleich; größer oder gleich; "
        "weniger als; mehr als; ungefähr; etwa; und; Prozent; Grad; minus; Grad Celsius; Grad Fahrenheit; "
        "Pfund; Euro; Dollar",
    ),
    "fr": _words(
        "zéro un deux trois quatre cinq six sept huit neuf",
        "FR", "point", "arobase", "tiret", "tiret bas", "à",
        "plus; égale; plus ou moins; fois; divisé par; inférieur ou égal à; supérieur ou égal à; "
        "moins de; plus de; environ; environ; et; pour cent; degrés; moins; degrés Celsius; "
        "degrés Fahrenheit; livres; euros; dollars",
    ),
    "es": _words(
        "cero uno dos tres cuatro cinco seis siete ocho nueve",
        "ES", "punto", "arroba", "guion", "guion bajo", "a",
        "más; igual a; más o menos; por; dividido por; menor o igual que; mayor o igual que; "
        "menos de; más de; aproximadamente; unos; y; por ciento; grados; menos; grados Celsius; "
        "grados Fahrenheit; libras; euros; dólares",
    ),
    "it": _words(
        "zero uno due tre quattro cinque sei sette otto nove",
        "IT", "punto", "chiocciola", "trattino", "trattino basso", "a",
        "più; uguale; più o meno; per; diviso; minore o uguale a; maggiore o uguale a; "
        "meno di; più di; circa; circa; e; per cento; gradi; meno; gradi Celsius; gradi Fahrenheit; "
        "sterline; euro; dollari",
    ),
    "pt": _words(
        "zero um dois três quatro cinco seis sete oito nove",
        "PT", "ponto", "arroba", "hífen", "sublinhado", "a",
        "mais; igual a; mais ou menos; vezes; dividido por; menor ou igual a; maior ou igual a; "
        "menos de; mais de; aproximadamente; cerca de; e; por cento; graus; menos; graus Celsius; "
        "graus Fahrenheit; libras; euros; dólares",
    ),
    "nl": _words(
        "nul een twee drie vier vijf zes zeven acht negen",
        "NL", "punt", "apenstaartje", "streepje", "laag streepje", "tot",
        "plus; is; plus of min; keer; gedeeld door; kleiner dan of gelijk aan; groter dan of gelijk aan; "
        "minder dan; meer dan; ongeveer; ongeveer; en; procent; graden; min; graden Celsius; "
        "graden Fahrenheit; pond; euro; dollar",
    ),
}  # fmt: skip


@frozen
class Language:
    """The language that a text is in, as the rules ask for it."""

    primary: str
    """Its first subtag, in small letters."""
    region: str
    """In capitals; empty where neither the tag nor the language names one."""
    words: Words | None
    """None: only what needs no words is done."""

    @property
    def is_english(self) -> bool:
        """Whether the rules of English hold."""
        return self.primary == "en"

    @property
    def is_american(self) -> bool:
        """Whether the month comes first, and hundreds have no "and"."""
        return self.primary == "en" and self.region == "US"


@lru_cache(maxsize=64)
def language_of(tag: str) -> Language:
    """What a BCP 47 tag asks for."""
    primary, *rest = tag.replace("_", "-").split("-")
    words = WORDS.get(primary.lower())
    named = [part.upper() for part in rest if len(part) == 2 and part.isalpha()]
    region = named[0] if named else words.region if words else ""
    return Language(primary.lower(), "GB" if region == "UK" else region, words)
