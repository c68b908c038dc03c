"""The pages handed over with the project come out as they were promised to."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reader.documents.json_form import document_to_json
from reader.documents.parsing import read_document

SHARED = Path(__file__).parents[4] / "shared"
PAGES = sorted((SHARED / "pages").glob("*.html"))


@pytest.mark.skipif(not PAGES, reason="the shared pages are not beside this checkout")
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_as_expected(page: Path) -> None:
    document = read_document(
        page.read_bytes(),
        url=f"https://www.dystonia.org.uk/{page.stem}",
        media_type="text/html",
        charset=None,
    )
    checked = subprocess.run(
        [sys.executable, SHARED / "check_page.py", page.with_suffix(".expected.json")],
        input=json.dumps(document_to_json(document)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stdout.strip() == "as expected", checked.stderr
