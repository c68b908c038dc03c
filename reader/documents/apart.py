"""Reads PDF, e-book and office files in a child process: what crashes, hangs or bloats costs only that child.

The one module of the documents that starts a program: from outside it is a function of bytes like the others. It
blocks the thread it is called on, for a fraction of a second as a rule.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Literal

from reader.documents import stored_form
from reader.documents.model import Document
from reader.errors import DocumentError, NoText, UnsupportedDocument

Kind = Literal["pdf", "epub", "docx", "odt"]

_TIMEOUT_S = 75.0
"""The child bounds itself far below; this is for a machine that stands still."""
_NAMES: dict[Kind, str] = {
    "pdf": "PDF",
    "epub": "e-book",
    "docx": "Word file",
    "odt": "text file",
}
_REFUSALS: dict[bytes, type[DocumentError]] = {
    b"N": NoText,
    b"U": UnsupportedDocument,
    b"R": DocumentError,
}


def read_apart(kind: Kind, body: bytes, *, url: str) -> Document:
    """The document of a file of that kind. Raises `DocumentError`."""
    broken = DocumentError(
        f"This {_NAMES[kind]} is damaged, or too complex to be read. Please look for another copy of it.",
        url=url,
    )
    environment = dict(os.environ)
    # The child must find the same `reader` as this process, wherever that was started.
    root = str(Path(__file__).resolve().parents[2])
    known = environment.get("PYTHONPATH")
    environment["PYTHONPATH"] = os.pathsep.join([root, known] if known else [root])
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "reader.documents.apart_worker", kind, url],
            input=body,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=_TIMEOUT_S,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise broken from error
    answer, rest = done.stdout[:1], done.stdout[1:]
    if done.returncode != 0:
        raise broken
    if answer in _REFUSALS:
        raise _REFUSALS[answer](rest.decode("utf-8", "replace"), url=url)
    try:
        return stored_form.from_bytes(rest)
    except ValueError as error:
        raise broken from error
