"""What a robots.txt allows, forbids and asks for, well written or not."""

from __future__ import annotations

import pytest

from content_cache.robots import LONGEST_BYTES, LONGEST_PAUSE_S, SHORTEST_PAUSE_S, RobotsRules

SITE = "https://a.example"


def rules(text: str | bytes) -> RobotsRules:
    return RobotsRules(text if isinstance(text, bytes) else text.encode())


def test_nothing_said_allows_everything() -> None:
    assert rules("").allows(f"{SITE}/x")
    assert rules("").pause_s() == SHORTEST_PAUSE_S


def test_the_group_of_this_program_wins_over_everybodys() -> None:
    said = rules(
        "User-agent: *\nDisallow: /\n\nUser-agent: handsoffreader\nDisallow: /private\nAllow: /private/ok\n"
    )
    assert said.allows(f"{SITE}/x")
    assert not said.allows(f"{SITE}/private/x")
    assert said.allows(f"{SITE}/private/ok/x")


def test_everybodys_group_counts_where_there_is_no_own() -> None:
    said = rules("User-agent: Googlebot\nDisallow: /g\nUser-agent: *\nDisallow: /*.pdf$\n")
    assert said.allows(f"{SITE}/g")
    assert not said.allows(f"{SITE}/a.pdf")
    assert said.allows(f"{SITE}/a.pdf?x")


def test_a_name_that_only_begins_like_this_programs_is_another() -> None:
    assert rules("User-agent: h\nDisallow: /\nUser-agent: Hands\nDisallow: /\n").allows(f"{SITE}/x")


def test_a_group_of_several_names_holds_for_each() -> None:
    said = rules("User-agent: foo\nUser-agent: HandsOffReader/1.0\nDisallow: /x\n")
    assert not said.allows(f"{SITE}/x")


@pytest.mark.parametrize(
    ("asked", "pause_s"),
    [("5", 5.0), ("0.1", SHORTEST_PAUSE_S), ("86400", LONGEST_PAUSE_S), ("soon", SHORTEST_PAUSE_S)],
)
def test_a_pause_is_obeyed_within_reason(asked: str, pause_s: float) -> None:
    assert rules(f"User-agent: *\nCrawl-delay: {asked}\n").pause_s() == pause_s


@pytest.mark.parametrize(
    "body",
    [
        b"\x00\xff\xfe" * 1000, b"<!doctype html><title>x</title>", b"\xef\xbb\xbfUser-agent: *\nDisallow: /no",
        b"User-agent: *\rDisallow: /no\r", b"Disallow: /no\n",
    ],
)  # fmt: skip
def test_odd_files_are_read_as_far_as_they_go(body: bytes) -> None:
    assert rules(body).allows(f"{SITE}/yes")


def test_a_mark_at_the_start_hides_nothing() -> None:
    assert not rules(b"\xef\xbb\xbfUser-agent: *\nDisallow: /no").allows(f"{SITE}/no")


def test_only_the_beginning_of_an_endless_file_is_read() -> None:
    start = b"User-agent: *\nDisallow: /no\n"
    said = rules(start + b"#" * (LONGEST_BYTES + 10) + b"\nDisallow: /yes\n")
    assert not said.allows(f"{SITE}/no")
    assert said.allows(f"{SITE}/yes")


def test_thousands_of_names_and_rules_cost_little() -> None:
    names = "".join(f"User-agent: bot{n}\n" for n in range(10_000))
    made = rules(names + "".join(f"Disallow: /{n}\n" for n in range(9_000)))
    assert made.allows(f"{SITE}/1")


def test_many_stars_cost_little() -> None:
    said = rules("User-agent: *\nDisallow: /" + "*a" * 200 + "*b$\n")
    assert said.allows(f"{SITE}/" + "a" * 8000)
