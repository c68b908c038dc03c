"""What a link leads to, said in words that stand alone. Pure; any thread."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit

from reader.documents.model import LinkKind
from reader.documents.plain_text import clean

_LEAFLETS = {
    "pdf": "PDF", "doc": "Word", "docx": "Word", "odt": "OpenDocument", "rtf": "RTF", "epub": "EPUB",
    "ppt": "PowerPoint", "pptx": "PowerPoint",
}  # fmt: skip
"""File name endings of what is made to be downloaded and read, and how they are said."""
_LEAFLET_WORDS = (
    "leaflet|factsheet|fact sheet|booklet|brochure|guide|handout|information sheet|publication"
)
_VAGUE_WORDS = frozenset(
    "a about an and article at below button by brochure booklet check click continue detail details document"
    " download enter factsheet fact file find following follow for full further get go going guide here homepage"
    " how i in info information it its just keep know leaflet learn link links look me more my next now of off"
    " on online one open our out over page pages pdf please press previous publication read reading right see"
    " sheet show site sites some start story take tap text that the their there these they this to try up us use"
    " version via view visit watch web webpage website website's what word you your doc docx mb kb size".split()
)
"""A link made of these alone says nothing without its surroundings."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+(?:/\S*)?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SUBJECT = re.compile(
    rf"""\b (?: more (?:\s+(?:information|details|info|help|advice|reading))?
            | (?:{_LEAFLET_WORDS}|information|page|section|article|advice|details|everything|read|learn|document
              |download|website|list|find\sout|hear|see|visit) s? )
        \s+ (?:about|on|for|of|regarding|to) \s+ (?P<what>[^.;!?()]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER = re.compile(
    r"""^\W* (?:to|for|and) \s+ (?:find\sout|read|see|learn|download|view|get|know|hear|discover|visit|open) \s+
        (?:out\s+)? (?:more\s+)? (?:about|on)? \s* (?P<what>[^.;!?()]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_CLAUSE_END = re.compile(r"[.!?]\s")
_CONTEXT_CHARS = 300
"""How far around a link its subject is looked for."""
_LEADING = re.compile(r"^(?:(?:the|our|your|a|an|this|these|about|on|for|of)\s+)+", re.IGNORECASE)
_NEXT_CLAUSE = re.compile(
    r",?\s+(?:and|or|but|then)\s+(?:please\s+)?(?:call|ring|phone|telephone|e-?mail|text|write|contact|visit|ask|speak"
    r"|talk|click|you|we|they)\b.*",
    re.IGNORECASE,
)
"""What a sentence goes on to say to the reader is no part of the subject before it."""
_TRAILING = re.compile(
    r"(?:[\s,:;–—-]+(?:please|just|here|now|click|and|or|by|at|on|in|from|to|via|visit|see|below|above|this|the"
    r"|is|are|can be (?:found|read|downloaded)|available|is available)\b)*"
    r"[\s,:;–—-]*$",
    re.IGNORECASE,
)
_STOCK_OPENING = re.compile(
    r"(?:click here to\s+)?(?:(?:find out|read|learn|see|discover|get|know|for)\s+)*(?:more|all)"
    r"(?:\s+(?:information|details|info))?\s+(?:about|on|for|regarding)\s+",
    re.IGNORECASE,
)
_NAMED_KIND = re.compile(
    rf"(?:our\s+|the\s+)?(?:{_LEAFLET_WORDS})\b:?\s*(?:on|about|for|:)?\s+", re.IGNORECASE
)
_FORMAT = re.compile(r"[\s(\[,–-]*\b(?:pdf|word|docx?|epub)\b[^)\]]*[)\]]?\s*$", re.IGNORECASE)
_FILE_ENDING = re.compile(r"\.(\w{2,5})$")
_NO_NAMES = frozenset(("index", "default", "home"))
_LABEL_CHARS = 300
"""What a link says of itself is looked at so far; a link round half a page is no name for anything. (judgement)"""
_PAGES = re.compile(r"\b(\d{1,3})\s?(?:pages?|pp)\b", re.IGNORECASE)
_LABEL_END = re.compile(r" \((PDF|Word|OpenDocument|RTF|EPUB|PowerPoint)(?:, \d+ pages?)?\)$")
_SEPARATORS = re.compile(r"[-_+\s]+")


def absolute(base: str, address: str) -> str | None:
    """The address made absolute, or None for one that leads nowhere a reader can go (scripts, the page itself)."""
    address = re.sub(r"[\x00-\x1f\x7f]", "", address).strip()
    if not address or address.startswith("#"):
        return None
    try:
        target = urljoin(base, address)
        parts = urlsplit(target)
        scheme, host = parts.scheme.lower(), parts.hostname
    except ValueError:  # such as an unclosed bracket in the host
        return None
    if scheme in ("http", "https"):
        if not host or (parts.fragment and target.partition("#")[0] == base.partition("#")[0]):
            return None
        return clean(target).replace(" ", "%20") or None
    # A file may lead to the files beside it; a page of the web may not.
    if scheme == "file" and not host and base.startswith("file:"):
        is_itself = target.partition("#")[0] == base.partition("#")[0]
        return None if is_itself else clean(target).replace(" ", "%20")
    if scheme in ("tel", "mailto") and (parts.path or "").strip():
        return clean(target).replace(" ", "")
    return None


def kind_of(target: str) -> LinkKind:
    """What sort of thing an absolute address leads to."""
    scheme = target.partition(":")[0].lower()
    if scheme == "tel":
        return "phone"
    if scheme == "mailto":
        return "email"
    return "leaflet" if _ending(target) in _LEAFLETS else "page"


def is_vague(text: str) -> bool:
    """Whether a link's text says nothing without its surroundings."""
    text = text.strip()
    if _ADDRESS.fullmatch(text):
        return True
    if text.casefold() == "about us":
        return False
    words = _WORD.findall(text.casefold())
    return all(word in _VAGUE_WORDS for word in words)


def label_of(text: str, target: str, hint: str, sentence: str, heading: str = "") -> str:
    """What the link leads to: "Leaflet: Focal hand dystonia (PDF, 2 pages)", "Telephone 020 7793 3650".

    `text` is the link's own, `hint` its title or label if the page gives one, `sentence` what it stands in and
    `heading` what that stands under.
    """
    text, hint, heading = text[:_LABEL_CHARS], hint[:_LABEL_CHARS], heading[:_LABEL_CHARS]
    kind = kind_of(target)
    if kind == "phone":
        return f"Telephone {_number(text, target)}"
    if kind == "email":
        return f"E-mail {clean(unquote(target[7:].partition('?')[0]))}"
    what = _subject(text, target, hint, sentence, heading)
    if kind == "leaflet":
        said = _PAGES.search(text) or _PAGES.search(hint)
        what = _FORMAT.sub("", what) or what
        what = _NAMED_KIND.sub("", what, count=1) if _NAMED_KIND.match(what) else what
        label = f"Leaflet: {_capital(what)} ({_LEAFLETS[_ending(target)]})"
        return with_pages(label, int(said[1])) if said else label
    return f"Page: {_capital(what)}"


def with_pages(label: str, pages: int) -> str:
    """The label of a leaflet with how long it is, in place of what it said of that."""
    found = _LABEL_END.search(label)
    if not found or pages < 1:
        return label
    count = "1 page" if pages == 1 else f"{pages} pages"
    return f"{label[: found.start()]} ({found[1]}, {count})"


def _subject(text: str, target: str, hint: str, sentence: str, heading: str) -> str:
    for words in (text, hint):
        if words and not is_vague(words):
            return _STOCK_OPENING.sub("", clean(words), count=1)
    at = sentence.find(text) if text else -1
    start = max(0, at - _CONTEXT_CHARS)
    sentence = sentence[start : start + len(text) + 2 * _CONTEXT_CHARS]
    at -= start if at >= 0 else 0
    end = at + len(text) if at >= 0 else len(sentence)
    rest = _CLAUSE_END.split(sentence[end:], maxsplit=1)[0]
    sentence = sentence[:end] + rest
    around = _SUBJECT.search(rest) or _AFTER.match(rest) or _SUBJECT.search(sentence)
    if around:
        what = _strip(around["what"])
        inner = _SUBJECT.search(what)
        if inner:
            what = _strip(inner["what"])
        if not is_vague(what):
            return what
    is_address = bool(_ADDRESS.fullmatch(text.strip()))
    return _from_address(target, "" if is_address or is_vague(heading) else heading)


def _strip(words: str) -> str:
    words = _NEXT_CLAUSE.sub("", clean(words))
    words = _TRAILING.sub("", words)
    words = _LEADING.sub("", words)
    return words.strip(' ,:;–—-"“”')


def _from_address(target: str, heading: str) -> str:
    """Words from the end of the path, or the heading where that says the same better or the path says nothing."""
    parts = urlsplit(target)
    names = [unquote(p) for p in parts.path.split("/") if p]
    for name in reversed(names):
        words = _SEPARATORS.sub(" ", _FILE_ENDING.sub("", name)).strip()
        if sum(c.isalpha() for c in words) > 2 and words.lower() not in _NO_NAMES:
            says_less = name is not names[-1] or _is_code(words) or _shares_word(words, heading)
            return heading if heading and says_less else clean(words)
    if names and heading:
        return heading
    return f"First page of {(parts.hostname or target).removeprefix('www.')}"


def _is_code(words: str) -> bool:
    """Whether what an address says is made for machines: an id, not words."""
    return any(map(str.isdigit, words)) and " " not in words


def _shares_word(one: str, other: str) -> bool:
    known = {word for word in _WORD.findall(other.casefold()) if len(word) > 3}
    return any(word in known for word in _WORD.findall(one.casefold()))


def _ending(target: str) -> str:
    found = _FILE_ENDING.search(urlsplit(target).path)
    return found[1].lower() if found else ""


def _number(text: str, target: str) -> str:
    digits = sum(c.isdigit() for c in text)
    if digits >= 3:
        found = re.search(r"\+?\(?\d[\d\s().\-–/]*\d", text)
        if found:
            return clean(found[0])
    return clean(unquote(target[4:].partition(";")[0]))


def _capital(words: str) -> str:
    return words if _ADDRESS.fullmatch(words) else words[:1].upper() + words[1:]
