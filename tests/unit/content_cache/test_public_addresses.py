"""Numbers and names of one's own network, in every spelling."""

from __future__ import annotations

import pytest

from content_cache.public_addresses import is_own_network, is_public


@pytest.mark.parametrize(
    "number",
    ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_everybodys_numbers(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "198.18.0.1", "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "2001:0:808:808::80ff:fffe", "not a number", "",
    ],
)  # fmt: skip
def test_numbers_that_are_not_everybodys(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
        "http://0x7f.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://192.168.0.1:8080/x",
        "http://localhost/", "http://app.localhost/", "http://printer.local/", "http://router/",
        "http://nas.home.arpa/", "http://localhost./", "http://169.254.169.254/latest/meta-data/", "http://0/",
    ],
)  # fmt: skip
def test_addresses_of_ones_own_network(url: str) -> None:
    assert is_own_network(url)


@pytest.mark.parametrize(
    "url",
    ["https://www.nhs.uk/", "http://8.8.8.8/", "https://3com.example.org/", "https://0x.example.com/"],
)  # fmt: skip
def test_addresses_of_the_web(url: str) -> None:
    assert not is_own_network(url)


def test_what_counts_as_public_can_be_told() -> None:
    assert not is_own_network("http://127.0.0.1/", lambda number: number == "127.0.0.1")
    assert is_own_network("http://127.0.0.2/", lambda number: number == "127.0.0.1")
