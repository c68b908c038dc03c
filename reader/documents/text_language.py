"""Guesses the language of a text that does not say it: by its letters, else by its smallest words. Pure; any thread.

Small words make up a third of running text in every language written in Latin letters, and a few hundred of them tell
these apart; where they do not, nothing is said, because a wrong voice is worse than the usual one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_MOST_CHARS = 40_000
_LEAST_WORDS = 12
_LEAST_SHARE = 0.15
"""With fewer of its words among the small ones, a text is a list of names, a table, or in a language not known here."""
_LEAST_LEAD = 1.2
"""The best must have so many times the words of the second."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SCRIPTS = (
    ("ko", "\uac00-\ud7a3\u1100-\u11ff"), ("ja", "\u3040-\u30ff"), ("zh", "\u3400-\u9fff"), ("he", "\u0590-\u05ff"),
    ("ar", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"), ("el", "\u0370-\u03ff\u1f00-\u1fff"),
    ("hi", "\u0900-\u097f"), ("bn", "\u0980-\u09ff"), ("pa", "\u0a00-\u0a7f"), ("gu", "\u0a80-\u0aff"),
    ("ta", "\u0b80-\u0bff"), ("te", "\u0c00-\u0c7f"), ("kn", "\u0c80-\u0cff"), ("ml", "\u0d00-\u0d7f"),
    ("th", "\u0e00-\u0e7f"), ("ka", "\u10a0-\u10ff"), ("hy", "\u0530-\u058f"), ("am", "\u1200-\u137f"),
    ("km", "\u1780-\u17ff"), ("my", "\u1000-\u109f"), ("ru", "\u0400-\u04ff"),
    ("en", "A-Za-z\u00c0-\u024f\u1e00-\u1eff"),
)  # fmt: skip
"""Letters -> the language that most texts in them are in."""
_LETTERS = tuple((language, re.compile(f"[{letters}]")) for language, letters in _SCRIPTS)
_OF_ARABIC = (("ur", "ٹڈڑںےہھ"), ("fa", "پچژگی"))
_OF_CYRILLIC = (("uk", "іїєґ"), ("be", "ўі"), ("sr", "ђјљњћџ"), ("kk", "әғқңөұүһі"))
_SMALL = {
    "en": "the of and to in is that it was for on are with as be at this have from or by not but you which they an we"
    " his her has had were can their will your if there when who been more what would",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er"
    " dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis ich",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son ses"
    " vous nous cette ou mais aux comme être ont leur elle sa si d'un d'une c'est",
    "es": "de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este sí porque"
    " esta entre cuando muy sin sobre también me hasta hay donde es son fue ser",
    "it": "di e il la che in un a per è una del con non sono le dei della da si come al più anche gli ha alla delle nel"
    " ma lo o nella questo dal i ed se essere su ci perché suo",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu"
    " ou ser quando muito há nos já está eu também só pelo pela são",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er om ook als dan maar bij of uit nog door naar"
    " ze hij deze wordt kan worden je heeft hebben die we was",
    "sv": "och i att det som en på är av för med till den har de inte om ett han men var jag från vi så kan när eller"
    " ska efter vid man också än hon blir där mycket",
    "da": "og i at det er en til på som af for med den de ikke der et har han var men jeg fra vi så kan når eller om"
    " man også hun bliver hvor efter blev mere meget nogle",
    "nb": "og i at det er en til på som av for med den de ikke et har han var men jeg fra vi så kan når eller om ved"
    " man også hun blir hvor etter ble mer mye noen",
    "fi": "ja on ei se että oli hän mutta ovat joka kun tai myös sen kuin niin ole jos voi ne vain sekä tämä siitä mitä"
    " olla joita jotka sitä ovat",
    "pl": "w i na z do się nie to jest że od o przez jak dla po za są oraz ale co jego tym może być czy które który już"
    " tylko tego lub także bardzo",
    "cs": "a se v na je že s z do to o si jako by pro ale po jsou od které který nebo jeho byl při podle jen také být"
    " aby za více má",
    "sk": "a sa v na je že s z do to o si ako by pre ale po sú od ktoré ktorý alebo jeho bol pri podľa len tiež byť aby"
    " za viac má",
    "hu": "a az és hogy nem is egy ez van volt meg csak de vagy mint ha még ezt már azt kell lehet el ki minden más"
    " amely által",
    "ro": "de și în a la cu pe nu este din să că un o care se pentru mai sunt ca prin au fost sau al cel dar ce după"
    " fi această",
    "tr": "ve bir bu için ile de da çok olarak daha olan gibi en kadar sonra ama ne var olduğu değil her mi ya veya"
    " tarafından şey",
    "ca": "de la i el que en a les per un amb els una del és no és al com més va ha seva són aquest aquesta o pels"
    " però",
    "id": "yang dan di dengan untuk ini dari dalam tidak pada itu akan atau juga ke oleh bisa ada karena adalah sebagai"
    " dapat anda mereka kita saya",
    "vi": "và của là có cho không được các một những trong để người với khi này đã ở từ đến như về tôi bạn thể",
}  # fmt: skip
_KNOWN = frozenset((*_SMALL, "ko", "ja", "zh", "he", "ar", "el", "hi", "th", "ru"))
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _language, _words in _SMALL.items():
    for _word in set(_words.split()):
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _language)


_SETS = {language: frozenset(words.split()) for language, words in _SMALL.items()}


def small_words(language: str) -> frozenset[str]:
    """The smallest words of a language, by its primary tag; none where it is not known here."""
    return _SETS.get(language, frozenset())


def words_by_language(word: str) -> tuple[str, ...]:
    """The languages that have a word among their smallest."""
    return _LANGUAGES_OF.get(word, ())


def spoken_language(declared: str | None, texts: Iterable[str]) -> str | None:
    """The declared tag, or the guessed one where none is declared or the text is plainly in another language.

    What writes PDF and office files declares the language of its own menus, whatever the text is in.
    """
    guessed = guess_language(texts)
    if declared is None:
        return guessed
    primary = declared.partition("-")[0].lower()
    is_other = guessed is not None and guessed != primary and primary in _KNOWN
    return guessed if is_other else declared


def guess_language(texts: Iterable[str]) -> str | None:
    """A BCP 47 tag for most of the texts, or None where that cannot be told."""
    sample = ""
    for text in texts:
        sample += text[:_MOST_CHARS] + "\n"
        if len(sample) > _MOST_CHARS:
            break
    letters = Counter({language: len(found.findall(sample)) for language, found in _LETTERS})
    script, count = letters.most_common(1)[0]
    if count < _LEAST_WORDS:
        return None
    if script == "zh" and letters["ja"] * 10 > count:
        return "ja"
    if script == "en":
        return _of_small_words(sample)
    if script == "ar":
        return _of_letters(sample, _OF_ARABIC, count) or script
    if script == "ru":
        if own := _of_letters(sample, _OF_CYRILLIC, count):
            return own
        return "ru" if re.search("[ыэё]", sample) else "bg"
    if script == "hi":
        return "mr" if sample.count("ळ") * 100 > count else script
    return script


def _of_letters(sample: str, known: Iterable[tuple[str, str]], letters: int) -> str | None:
    counts = {language: sum(map(sample.count, own)) for language, own in known}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] * 50 > letters else None


def _of_small_words(sample: str) -> str | None:
    words = _WORD.findall(sample.casefold())
    if len(words) < _LEAST_WORDS:
        return None
    scores: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for word in words:
        languages = _LANGUAGES_OF.get(word, ())
        for language in languages:
            scores[language] += 6 // len(languages) or 1  # a word of one language alone says most
            hits[language] += 1
    if not scores:
        return None
    (best, score), *others = scores.most_common(2)
    if hits[best] < _LEAST_SHARE * len(words):
        return None
    return None if others and score < _LEAST_LEAD * others[0][1] else best
