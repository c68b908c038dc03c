"""Which links are followed: near ones first, of the same site, and no end of them ends."""

from __future__ import annotations

import pytest

from content_cache.following import (
    MOST_OF_A_CALENDAR,
    MOST_OF_A_SHAPE,
    FollowLimits,
    Frontier,
    is_same_site,
    is_trap,
    limits_sentence,
)

START = "https://www.charity.example/dystonia"


def frontier(**limits: int) -> Frontier:
    return Frontier(START, FollowLimits(**limits))


def followed(frontier: Frontier, *addresses: str, kind: str = "page", depth: int = 0) -> list[str]:
    """What is followed of some links of a page."""
    frontier.add([(address, kind, "") for address in addresses], depth=depth)
    urls = []
    while (wanted := frontier.next()) is not None:
        urls.append(wanted.url)
    return urls


def test_links_come_in_the_order_of_the_page_and_near_ones_first() -> None:
    it = frontier(depth=2)
    it.add([("https://www.charity.example/b", "page", "")], depth=1)
    it.add([("https://www.charity.example/c.pdf", "leaflet", "a leaflet")], depth=2)
    first, second = it.next(), it.next()
    assert first is not None
    assert second is not None
    assert (first.url, first.depth, first.kind) == ("https://www.charity.example/b", 2, "page")
    assert (second.depth, second.kind, second.label) == (3, "leaflet", "a leaflet")
    assert it.next() is None


def test_without_depth_only_leaflets_are_followed() -> None:
    it = frontier(depth=0)
    links = [
        ("https://www.charity.example/b", "page", ""),
        ("https://www.charity.example/c.pdf", "leaflet", "a leaflet"),
    ]
    it.add(links, depth=0)
    assert it.waiting == 1


@pytest.mark.parametrize(
    "again",
    [
        START, START + "/", START + "#part", START + "/index.html", "http://charity.example/dystonia",
        START + "?utm_source=x", START + "?PHPSESSID=0123", START + ";jsessionid=9",
        "https://www.charity.example/a/../dystonia", "https://www.charity.example/%64ystonia",
        "https://www.charity.example/../../dystonia", "HTTPS://WWW.CHARITY.EXAMPLE:443/dystonia",
    ],
)  # fmt: skip
def test_a_page_is_known_again_in_other_spellings(again: str) -> None:
    assert followed(frontier(), again) == []


def test_the_order_of_a_query_does_not_make_another_page() -> None:
    urls = followed(
        frontier(), "https://www.charity.example/x?a=1&b=2", "https://www.charity.example/x?b=2&a=1"
    )
    assert len(urls) == 1


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "ftp://www.charity.example/x",
        "mailto:a@charity.example", "tel:111", "", "https://", "https://user:pw@www.charity.example/x",
        "https://www.charity.example/x.zip", "https://www.charity.example/photo.JPG",
    ],
)  # fmt: skip
def test_what_is_no_page_is_not_followed(address: str) -> None:
    it = frontier()
    assert followed(it, address) == []
    assert it.refused == {"no page": 1}


@pytest.mark.parametrize(
    "address",
    [
        "https://other.example/", "https://charity.example.evil.example/dystonia", "https://evilcharity.example/",
        "https://shop.charity.example/", "https://www.charity.example:8443/x", "http://127.0.0.1/",
        "http://localhost/", "http://2130706433/", "https://www.charity.example@127.0.0.1/x",
    ],
)  # fmt: skip
def test_other_hosts_are_not_followed(address: str) -> None:
    assert followed(frontier(), address) == []


def test_leaflets_may_lie_on_a_host_below_the_sites_own() -> None:
    leaflet = "https://files.charity.example/hand.pdf"
    assert followed(frontier(), leaflet, kind="leaflet") == [leaflet]
    assert followed(frontier(), "https://files.other.example/hand.pdf", kind="leaflet") == []


def test_ones_own_page_may_lead_to_its_own_host() -> None:
    it = Frontier("http://192.168.1.5/wiki", FollowLimits())
    assert it.is_own_network
    assert followed(it, "http://192.168.1.5/b", "http://192.168.1.1/admin") == [
        "http://192.168.1.5/b"
    ]


def test_an_endless_calendar_is_left_after_a_few_pages() -> None:
    links = [
        f"https://www.charity.example/events/{year}/{month:02}/"
        for year in range(2000, 2100)
        for month in range(1, 13)
    ]
    links += [
        f"https://www.charity.example/events?month={month}&year=2026" for month in range(1, 500)
    ]
    it = frontier()
    assert len(followed(it, *links)) == MOST_OF_A_CALENDAR
    assert it.refused["trap"] == len(links) - MOST_OF_A_CALENDAR


def test_endless_numbers_are_left_after_some() -> None:
    links = [f"https://www.charity.example/view?id={number}&t={number}" for number in range(1000)]
    assert len(followed(frontier(), *links)) == MOST_OF_A_SHAPE


def test_a_dated_article_is_no_calendar() -> None:
    links = [f"https://www.charity.example/2024/03/{day:02}/story-{day}" for day in range(1, 20)]
    assert len(followed(frontier(), *links)) == 19


@pytest.mark.parametrize(
    "path",
    [
        "/a/b/a/b/a/b", "/x/x/x", "/" + "/".join("abcdefghijklmnop"), "/" + "a" * 1000, "/login", "/wp-login.php",
        "/page?replytocom=5", "/page?sort=name", "/shop/cart/",
    ],
)  # fmt: skip
def test_traps(path: str) -> None:
    assert is_trap("https://www.charity.example" + path)


@pytest.mark.parametrize(
    "path", ["/", "/conditions/dystonia", "/page?id=4", "/a/b/a", "/catalogue-of-logins"]
)
def test_no_traps(path: str) -> None:
    assert not is_trap("https://www.charity.example" + path)


def test_no_more_is_given_out_than_the_limits_allow() -> None:
    links = [f"https://www.charity.example/{chr(97 + n)}" for n in range(20)]
    by_tries = frontier(tries=3)
    assert len(followed(by_tries, *links)) == 3
    by_pages = frontier(pages=1)
    by_pages.add([(link, "page", "") for link in links], depth=0)
    assert by_pages.next() is not None
    by_pages.note_kept(links[0], 10)
    assert by_pages.is_full
    assert by_pages.next() is None
    by_bytes = frontier(total_bytes=100)
    by_bytes.add([(link, "page", "") for link in links], depth=0)
    by_bytes.note_kept(links[0], 100)
    assert by_bytes.next() is None


def test_a_page_with_a_million_links_is_not_remembered_whole() -> None:
    it = frontier(waiting=100)
    it.add(
        ((f"https://www.charity.example/{n:x}-page", "page", "") for n in range(20_000)),
        depth=0,
    )
    assert it.waiting <= 100


def test_what_is_put_back_comes_again() -> None:
    it = frontier(tries=1)
    it.add([("https://www.charity.example/b", "page", "")], depth=0)
    wanted = it.next()
    assert wanted is not None
    it.put_back(wanted)
    assert it.next() == wanted


def test_what_was_left_is_taken_up_again() -> None:
    first = frontier()
    links = [(f"https://www.charity.example/{letter}", "page", letter) for letter in "abc"]
    taken = first.add(links, depth=0)
    again = frontier(pages=2)
    again.go_on(taken[1:], done=[taken[0].url], kept=1)
    assert again.add(links, depth=0) == ()
    assert again.next() == taken[1]
    again.note_kept(taken[1].url, 1)
    assert again.is_full


def test_files_are_no_site() -> None:
    assert not is_same_site("file:///a.html", "file:///b.html")


def test_the_limits_can_be_told() -> None:
    sentence = limits_sentence(START, FollowLimits(depth=2))
    for words in ("200 pages", "200 megabytes", "2 links", "www.charity.example"):
        assert words in sentence
    assert "leaflets" in limits_sentence(START, FollowLimits(depth=0))
