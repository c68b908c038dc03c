"""The shipped lists."""

from __future__ import annotations

from pathlib import Path

import pytest

import content_cache
from content_cache.addresses import canonical_url
from content_cache.collection_lists import read_collection

SHIPPED = sorted(
    file.stem for file in (Path(content_cache.__file__).parent / "collections").glob("*.toml")
)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_list_can_be_read(name: str) -> None:
    collection = read_collection(name)
    assert collection.id == name
    assert collection.title.strip()
    assert collection.entries
    addresses = [entry.url for entry in collection.entries]
    assert len(set(addresses)) == len(addresses)
    for entry in collection.entries:
        assert entry.title.strip()
        assert entry.publisher.strip()
        assert entry.url == canonical_url(entry.url)
        assert entry.url.startswith("https://")


def test_the_hand_dystonia_pages() -> None:
    collection = read_collection("hand-dystonia")
    assert [entry.url.removeprefix("https://") for entry in collection.entries] == [
        "www.dystonia.org.uk/focal-hand-dystonia",
        "www.dystonia.org.uk/what-is-dystonia",
        "www.dystonia.org.uk/symptoms-of-dystonia",
        "www.dystonia.org.uk/pages/faqs/category/hand-dystonia",
        "www.nhs.uk/conditions/dystonia/",
        "www.nidirect.gov.uk/conditions/dystonia",
        "www.thebraincharity.org.uk/condition/dystonia/",
        "www.dystonia-foundation.org/what-is-dystonia/forms-of-dystonia/focal-dystonias/writers-cramp",
        "en.wikipedia.org/wiki/Focal_dystonia",
        "pmc.ncbi.nlm.nih.gov/articles/PMC2117870",
    ]


@pytest.mark.parametrize(
    "name", ["no-such-list", "", "../collections/hand-dystonia", "../../pyproject"]
)
def test_there_are_no_others(name: str) -> None:
    with pytest.raises(KeyError):
        read_collection(name)
