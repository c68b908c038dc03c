"""Which files of a folder are documents, and folders that have no end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from content_cache.errors import FileProblem
from content_cache.local_files import DEEPEST_FOLDER, files_in


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Words.", encoding="utf-8")


def names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in files_in(folder).files]


def test_documents_are_found_in_the_order_a_person_would_name_them(tmp_path: Path) -> None:
    make(
        tmp_path,
        "10 ten.txt",
        "2 two.pdf",
        "b.HTML",
        "A.md",
        "deep/er/c.epub",
        "letter.docx",
        "n.odt",
    )
    assert names(tmp_path) == [
        "2 two.pdf", "10 ten.txt", "A.md", "b.HTML", "deep/er/c.epub", "letter.docx", "n.odt",
    ]  # fmt: skip


def test_other_kinds_are_counted_and_hidden_ones_are_not(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "photo.jpg", "noise.mp3", ".hidden.txt", ".git/b.txt")
    found = files_in(tmp_path)
    assert [path.name for path in found.files] == ["a.txt"]
    assert found.passed_over == 2
    assert not found.is_cut


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert files_in(tmp_path).files == ()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileProblem):
        files_in(tmp_path / "none")


@pytest.mark.skipif(os.name == "nt", reason="making links needs a right of its own there")
def test_links_that_lead_round_or_out_are_not_followed(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    make(tmp_path, "secret.txt", "inside/a.txt", "inside/sub/b.txt")
    (inside / "sub" / "up").symlink_to(inside)
    (inside / "out").symlink_to(tmp_path)
    (inside / "self.txt").symlink_to(inside / "self.txt")
    (inside / "to-a.txt").symlink_to(inside / "a.txt")
    assert names(inside) == ["a.txt", "sub/b.txt", "to-a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes in folders there")
def test_a_pipe_is_no_document(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    found = files_in(tmp_path)
    assert (found.files, found.passed_over) == ((), 1)


def test_a_folder_without_end_is_cut(tmp_path: Path) -> None:
    make(tmp_path, *(f"{n}.txt" for n in range(30)))
    few = files_in(tmp_path, most_files=10)
    assert len(few.files) == 10
    assert few.is_cut
    assert files_in(tmp_path, most_entries=5).is_cut
    deep = tmp_path.joinpath(*(["d"] * (DEEPEST_FOLDER + 2)))
    deep.mkdir(parents=True)
    (deep / "far.txt").write_text("x", encoding="utf-8")
    found = files_in(tmp_path)
    assert found.is_cut
    assert len(found.files) == 30
