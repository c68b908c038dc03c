"""Spoilt files: nothing but a `DocumentError` comes of them, whatever happens to what reads them."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Literal

import pytest

from reader.documents.apart import read_apart
from reader.errors import DocumentError
from tests.support.mutations import URL, mutants, own_files

ROOT = Path(__file__).resolve().parents[3]
SEED = 3
COUNT = 400


def apart(kind: Literal["pdf", "epub"], number: int) -> None:
    """Read one in a process of its own, as the reader does."""
    body = next(islice(mutants(kind, SEED, own_files(kind)), number, None))
    try:
        read_apart(kind, body, url=URL)
    except DocumentError as error:
        assert str(error).endswith(".")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pdf", "epub"])
def test_a_spoilt_file_raises_nothing_but_a_document_error(kind: Literal["pdf", "epub"]) -> None:
    first = 0
    while first < COUNT:
        command = [
            sys.executable,
            "-m",
            "tests.support.mutations",
            kind,
            str(SEED),
            str(first),
            str(COUNT),
        ]
        try:
            done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
            printed, complaint, died = done.stdout, done.stderr.decode(), done.returncode
        except subprocess.TimeoutExpired as error:
            printed, complaint, died = error.stdout or b"", "", -1
        if died == 0:
            return
        assert died != 1, complaint
        # native code crashed or hung: that costs the reader only the process of its own
        number = int(printed.split()[-1])
        apart(kind, number)
        first = number + 1


@pytest.mark.parametrize("kind", ["pdf", "epub"])
def test_in_a_process_of_its_own_a_spoilt_file_is_read_or_refused(
    kind: Literal["pdf", "epub"],
) -> None:
    for number in range(10):
        apart(kind, number)
