"""One page has one address, however it was written; what is no address gets a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from content_cache.addresses import address_of, candidates, canonical_url, file_url, path_of
from content_cache.errors import CacheError, FileProblem, NotAnAddress


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTP://WWW.NHS.uk/Conditions", "http://www.nhs.uk/Conditions"),
        ("https://www.nhs.uk:443/a", "https://www.nhs.uk/a"),
        ("http://www.nhs.uk:80", "http://www.nhs.uk/"),
        ("http://www.nhs.uk:8080/", "http://www.nhs.uk:8080/"),
        ("http://www.nhs.uk:/a", "http://www.nhs.uk/a"),
        ("https://www.nhs.uk./a", "https://www.nhs.uk/a"),
        ("https://a.org/x#part", "https://a.org/x"),
        ("https://a.org/a/./b/../c", "https://a.org/a/c"),
        ("https://a.org/../../c", "https://a.org/c"),
        ("https://a.org/a/..", "https://a.org/"),
        ("https://a.org/a/.", "https://a.org/a/"),
        ("https://a.org/a//b", "https://a.org/a//b"),
        ("https://a.org/%7euser/%c3%a9", "https://a.org/~user/%C3%A9"),
        ("https://a.org/%2e%2e/c", "https://a.org/c"),
        ("https://a.org/%2Fb", "https://a.org/%2Fb"),
        ("https://a.org/é and ü", "https://a.org/%C3%A9%20and%20%C3%BC"),
        ("https://a.org/100%", "https://a.org/100%25"),
        ("https://a.org/?q=ä&r=1", "https://a.org/?q=%C3%A4&r=1"),
        ("https://a.org/x?", "https://a.org/x"),
        ("https://a.org/x?b=2&a=1", "https://a.org/x?b=2&a=1"),
        ("https://a.org/x?utm_source=n&id=7&fbclid=z", "https://a.org/x?id=7"),
        ("https://a.org/x?utm_source=n", "https://a.org/x"),
        ("https://a.org/x?q=utm_source", "https://a.org/x?q=utm_source"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://STRASSE.example/", "https://strasse.example/"),
        ("http:/a.org/x", "http://a.org/x"),
        ("https:a.org", "https://a.org/"),
        ("http:\\\\a.org\\x", "http://a.org/x"),
        ("http://[2001:DB8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x"),
        ("  https://a.org/x \n", "https://a.org/x"),
    ],
)
def test_an_address_has_one_form(written: str, canonical: str) -> None:
    assert canonical_url(written) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "written",
    [
        "http://",
        "https://?q",
        "https://a.org:port/",
        "https://a.org:99999/",
        "https://a.org:0/",
        "https://user:secret@a.org/",
        "https://www.nhs.uk@a.org/",
        "https://[::1/",
        "https://a b.org/",
        "https://-a.org/",
        "https://a..org/",
        f"https://{'a' * 64}.org/",
        f"https://{'a.' * 130}org/",
        "https://a.org/" + "x" * 9000,
        "https://a.org/\x1b[31m",
        "https://a.org/\u202egpj.exe",
        "https://a.org/\x00",
        "https://☃\u200b\u0301.\u0301/",
        "ftp://a.org/",
        "//a.org/x",
    ],
)
def test_no_address_gets_a_sentence(written: str) -> None:
    with pytest.raises(NotAnAddress) as caught:
        canonical_url(written)
    assert_fit_to_be_spoken(caught.value)


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("www.nhs.uk/conditions/dystonia/", "https://www.nhs.uk/conditions/dystonia/"),
        ("nhs.uk", "https://nhs.uk/"),
        ("nhs.uk?q=1", "https://nhs.uk/?q=1"),
        ("localhost:8000/x", "https://localhost:8000/x"),
        ("127.0.0.1:8000/x", "https://127.0.0.1:8000/x"),
        ("www.nhs.uk:8443/page.html", "https://www.nhs.uk:8443/page.html"),
        ("www.nhs.uk/page.pdf", "https://www.nhs.uk/page.pdf"),
        ("bücher.example", "https://xn--bcher-kva.example/"),
        ("http://nhs.uk", "http://nhs.uk/"),
    ],
)
def test_what_a_person_types_becomes_an_address(
    target: str, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert address_of(target) == address
    assert address in candidates(target)


@pytest.mark.parametrize(
    ("target", "names"),
    [
        ("", "Nothing"),
        ("   ", "Nothing"),
        ("hello world", "hello world"),
        ("dystonia", "dystonia"),
        ("javascript:alert(1)", "javascript"),
        ("ftp://a.org/x", "ftp"),
        ("data:text/html,<p>x", "data"),
        ("mailto:a@b.org", "mailto"),
        ("www.nhs.uk\x07", "invisible"),
        ("\x1b]0;title\x07", "invisible"),
        ("...", "..."),
        ("?", "?"),
        ("x" * 5000, "x"),
    ],
)
def test_what_is_neither_address_nor_file_gets_a_sentence(target: str, names: str) -> None:
    with pytest.raises(NotAnAddress) as caught:
        address_of(target)
    assert names in str(caught.value)
    assert_fit_to_be_spoken(caught.value)
    assert candidates(target) is not None


def test_a_file_that_is_there_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "www.nhs.uk").write_text("x")
    (tmp_path / "a b ü#%.txt").write_text("x")
    assert address_of("www.nhs.uk") == (tmp_path / "www.nhs.uk").as_uri()
    for target in ("a b ü#%.txt", "./a b ü#%.txt", str(tmp_path / "a b ü#%.txt")):
        address = address_of(target)
        assert path_of(address) == tmp_path / "a b ü#%.txt"
        assert address_of(address) == address
        assert candidates(target)[0] == address


def test_a_folder_named_like_a_site_does_not_hide_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "www.nhs.uk" / "a").mkdir(parents=True)
    assert address_of("www.nhs.uk/a") == "https://www.nhs.uk/a"


@pytest.mark.parametrize(
    "target", ["notes.txt", "./x", "/no/such/file", "folder/x.md", "~/nope.html"]
)
def test_a_missing_file_is_named(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileProblem) as caught:
        address_of(target)
    assert target in str(caught.value)
    assert_fit_to_be_spoken(caught.value)


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="folder"):
        address_of(str(tmp_path))
    with pytest.raises(FileProblem, match="folder"):
        address_of(tmp_path.as_uri())


def test_links_to_a_file_lead_to_the_same_page(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("x")
    link = tmp_path / "b.txt"
    try:
        link.symlink_to(file)
    except OSError as error:
        pytest.skip(f"no symbolic links here: {error}")
    assert file_url(link) == file_url(file)


def test_an_old_http_link_may_mean_the_https_page() -> None:
    assert candidates("http://a.org/x") == ("http://a.org/x", "https://a.org/x")


@pytest.mark.parametrize(
    "url", ["file://server/share/x.txt", "file:", "https://a.org/x", "file:///a%00b"]
)
def test_addresses_that_name_no_file_here(url: str) -> None:
    with pytest.raises(NotAnAddress):
        path_of(url)


def assert_fit_to_be_spoken(error: CacheError) -> None:
    sentence = str(error)
    assert sentence.endswith(".")
    assert sentence.isprintable()
    assert len(sentence) < 220
    assert "Error" not in sentence
