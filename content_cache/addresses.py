"""Web addresses and file paths in one canonical form, so that one page is one page.

Pure but for `address_of`, which looks whether a file of that name exists. Any thread.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from content_cache.errors import FileProblem, NotAnAddress

LONGEST_ADDRESS = 8192
"""Characters. Servers refuse request lines well below this (Apache's and nginx's default: 8 kB)."""

DOCUMENT_SUFFIXES = (
    ".html",
    ".htm",
    ".xhtml",
    ".txt",
    ".text",
    ".md",
    ".markdown",
    ".pdf",
    ".epub",
    ".docx",
    ".odt",
)
"""A word that ends in one of these means a file, even where no such file exists."""

TRACKING_PARAMETERS = frozenset({"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid"})
"""Query names that newsletters and advertisements add beside `utm_*`; they never choose the content."""

_NO_SITE = "This address names no site. After its two slashes comes a name such as www.nhs.uk."
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Patterns are compiled when first used (`re` keeps them): opening a page by its id needs none.
_CONTROLS = r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
_SCHEME = r"([A-Za-z][A-Za-z0-9+.-]*):"
_WEB = r"[Hh][Tt][Tt][Pp][Ss]?:[/\\]*"
_BARE_HOST = (
    r"(?:localhost|\[[0-9A-Fa-f:.]+\]|(?:[^\s/:?#@\\.]+\.)+(?:[^\W\d_]{2,}|xn--[A-Za-z0-9-]+|\d+)\.?)"
    r"(?::\d+)?(?:[/?#].*)?"
)
_HOST_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_UNRESERVED = r"[A-Za-z0-9._~-]"
_ESCAPE = r"%([0-9A-Fa-f]{2})"
_PATH_SAFE = "/!$&'()*+,;=:@%"
_QUERY_SAFE = "/?!$&'()*+,;=:@%"


def canonical_url(address: str) -> str:
    """The one form of an http or https address under which its page is kept.

    Raises:
        NotAnAddress: another scheme, no host, a password in it, control characters.
    Source: RFC 3986 section 6.2 (normalisation); RFC 3986 section 5.2.4 (dot segments).
    """
    text = address.strip()
    if re.search(_CONTROLS, text):
        raise NotAnAddress("This address has invisible characters in it. Copy it once more.")
    if len(text) > LONGEST_ADDRESS:
        raise NotAnAddress("This address is too long. Give the address of one page.")
    web = re.match(_WEB, text)
    if web is None:
        raise NotAnAddress(_not_an_address(text))
    if re.match(r"[a-z]+:[/\\]{3}", text, re.IGNORECASE):
        raise NotAnAddress(_NO_SITE)
    scheme = text[: text.index(":")].lower()
    try:
        parts = urlsplit(f"{scheme}://{_forward_slashes(text[web.end() :])}")
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise NotAnAddress(_not_an_address(text)) from error
    if "@" in parts.netloc:
        raise NotAnAddress("An address with a name or password in it cannot be opened.")
    if not host:
        raise NotAnAddress(_NO_SITE)
    if port == 0:
        raise NotAnAddress(_not_an_address(text))
    location = _canonical_host(host)
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        location += f":{port}"
    path = _escaped(_without_dot_segments(_unescaped(parts.path)), _PATH_SAFE)
    return urlunsplit((scheme, location, path or "/", _canonical_query(parts.query), ""))


def file_url(path: Path | str) -> str:
    """The `file:` address of a path, made absolute; the file need not exist."""
    return Path(os.path.realpath(Path(path).expanduser())).as_uri()


def path_of(url: str) -> Path:
    """The path that a `file:` address names.

    Raises:
        NotAnAddress: a `file:` address of another machine, or none at all.
    """
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or not parts.path:
        raise NotAnAddress(_not_an_address(url))
    path = unquote(parts.path)
    if re.search(_CONTROLS, path):
        raise NotAnAddress("This address has invisible characters in it. Copy it once more.")
    if re.match(r"/[A-Za-z]:", path):  # file:///C:/folder/page.html
        path = path[1:]
    return Path(path)


def is_file_url(url: str) -> bool:
    """Whether the address names a file of this machine."""
    return url.startswith("file:")


def host_of(url: str) -> str:
    """The host as a person would say it; the file's name for a `file:` address."""
    parts = urlsplit(url)
    return parts.hostname or Path(unquote(parts.path)).name


def address_of(target: str) -> str:
    """What a person typed, as the canonical address of a page or file.

    An existing file wins; then addresses with and without their https.

    Raises:
        NotAnAddress: neither an address nor a file.
        FileProblem: clearly meant as a file, but missing, or a folder.
    """
    text = target.strip()
    if not text:
        raise NotAnAddress("Nothing was given to open. Give a web address or a file.")
    if re.search(_CONTROLS, text):
        raise NotAnAddress("This address has invisible characters in it. Copy it once more.")
    if re.match(_WEB, text):
        return canonical_url(text)
    is_file_address = text.lower().startswith("file:")
    path = path_of("file:" + text[5:]) if is_file_address else Path(text).expanduser()
    looks_bare = not is_file_address and re.fullmatch(_BARE_HOST, text) is not None
    if is_there(path) and not (looks_bare and path.is_dir()):
        if path.is_dir():
            raise FileProblem(
                f"{_shown(text)} is a folder. Give one file in it, or a web address.", path=path
            )
        return file_url(path)
    if is_file_address or _looks_like_path(text):
        raise FileProblem(
            f"There is no file {_shown(text)}. Check its name, or give a web address.", path=path
        )
    if looks_bare:
        return canonical_url(f"https://{text}")
    raise NotAnAddress(_not_an_address(text))


def folder_of(target: str) -> Path | None:
    """The folder that is meant, or None where it is something else. A name like a host's is a host."""
    text = target.strip()
    if not text or re.search(_CONTROLS, text) or re.match(_WEB, text):
        return None
    if re.fullmatch(_BARE_HOST, text) is not None:
        return None
    try:
        path = path_of(text) if text.lower().startswith("file:") else Path(text).expanduser()
        return path if path.is_dir() else None
    except (NotAnAddress, OSError, ValueError, RuntimeError):
        return None  # no name of a folder; RuntimeError is `~nobody`, whose home is not known


def candidates(target: str) -> tuple[str, ...]:
    """Every address under which the target may already be kept, likeliest first; never raises for bad input."""
    text = target.strip()
    if not text or re.search(_CONTROLS, text):
        return ()
    found: list[str] = []
    try:
        if text.lower().startswith("file:"):
            return (file_url(path_of("file:" + text[5:])),)
        if re.match(_WEB, text):
            found.append(canonical_url(text))
        else:
            found.append(file_url(text))
            if re.fullmatch(_BARE_HOST, text):
                found.append(canonical_url(f"https://{text}"))
                found.append(canonical_url(f"http://{text}"))
    except (NotAnAddress, ValueError, OSError, RuntimeError):
        # Not this kind of name; RuntimeError is `~nobody`, whose home is not known.
        return tuple(found)
    # A page kept under https is the page that an old http link means.
    found.extend("https:" + url[5:] for url in tuple(found) if url.startswith("http:"))
    return tuple(found)


def is_there(path: Path) -> bool:
    """Whether something is at the path; no for a path that cannot be."""
    try:
        return path.exists()
    except (OSError, ValueError):  # too long for a file's name
        return False


def _looks_like_path(text: str) -> bool:
    if text.startswith(("/", "./", "../", "~", ".\\", "..\\")) or re.match(r"[A-Za-z]:[\\/]", text):
        return True
    first, slash, _ = text.replace("\\", "/").partition("/")
    if text.lower().endswith(DOCUMENT_SUFFIXES):
        return (not slash and not text.lower().startswith("www.")) or (
            bool(slash) and "." not in first
        )
    return False


def _not_an_address(text: str) -> str:
    scheme = re.match(_SCHEME, text)
    if scheme and not re.match(_WEB, text) and len(scheme[1]) > 1:
        return (
            f"Only web pages and files can be opened, and this begins with {scheme[1].lower()[:20]}. "
            "Give an address that begins with https."
        )
    return (
        f"{_shown(text)} is neither a web address nor a file. "
        "Give an address such as www.nhs.uk, or the name of a file."
    )


def _shown(text: str) -> str:
    """The text, short and without what cannot be seen, in quotes."""
    plain = "".join(character for character in text if character.isprintable())
    return f"“{plain if len(plain) <= 80 else plain[:79] + '…'}”"


def _forward_slashes(rest: str) -> str:
    r"""Host and path with / for \, as browsers have it; the query stays as it is."""
    before, *query = re.split(r"(?=[?#])", rest, maxsplit=1)
    return "".join([before.replace("\\", "/"), *query])


def _canonical_host(host: str) -> str:
    name = unquote(host).removesuffix(".").lower()
    if ":" in name:  # an IPv6 address; `urlsplit` has checked it and taken its brackets off
        return f"[{name}]"
    if not name.isascii():
        import idna  # noqa: PLC0415 - only for the rare address that is not plain ASCII

        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise NotAnAddress(_not_an_address(host)) from error
    if len(name) > 253 or not all(re.fullmatch(_HOST_LABEL, label) for label in name.split(".")):
        raise NotAnAddress(_not_an_address(host))
    return name


def _canonical_query(query: str) -> str:
    kept = [part for part in query.split("&") if part and not _is_tracking(part)]
    return _escaped(_unescaped("&".join(kept)), _QUERY_SAFE)


def _is_tracking(part: str) -> bool:
    name = unquote(part.partition("=")[0]).lower()
    return name.startswith("utm_") or name in TRACKING_PARAMETERS


def _unescaped(text: str) -> str:
    """Escapes of unreserved characters undone, the others in upper case, a stray % escaped."""

    def plain(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if re.fullmatch(_UNRESERVED, character) else match[0].upper()

    return re.sub(_ESCAPE, plain, re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text))


def _escaped(text: str, safe: str) -> str:
    return quote(text, safe=safe, encoding="utf-8", errors="replace")


def _without_dot_segments(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments[1:]:
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
