"""Reads a PDF in a child process, so that a file that crashes, hangs or bloats pdfium costs no more than the child.

The one module of the documents that starts a program: from outside it is a function of bytes like the others. It
blocks the thread it is called on, for a fraction of a second as a rule.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from reader.documents import stored_form
from reader.documents.model import Document
from reader.errors import DocumentError, NoText

_TIMEOUT_S = 75.0
"""The child bounds itself far below; this is for a machine that stands still."""
_BROKEN = "This PDF is damaged, or too complex to be read. Please look for another copy of it."


def read_pdf_apart(body: bytes, *, url: str) -> Document:
    """The document of a PDF. Raises `DocumentError`."""
    environment = dict(os.environ)
    # The child must find the same `reader` as this process, wherever that was started.
    root = str(Path(__file__).resolve().parents[2])
    known = environment.get("PYTHONPATH")
    environment["PYTHONPATH"] = os.pathsep.join([root, known] if known else [root])
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "reader.documents.pdf_worker", url],
            input=body,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=_TIMEOUT_S,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DocumentError(_BROKEN, url=url) from error
    kind, rest = done.stdout[:1], done.stdout[1:]
    if done.returncode == 0 and kind == b"D":
        try:
            return stored_form.from_bytes(rest)
        except ValueError as error:
            raise DocumentError(_BROKEN, url=url) from error
    if done.returncode == 0 and kind in (b"N", b"R"):
        sentence = rest.decode("utf-8", "replace")
        raise (NoText if kind == b"N" else DocumentError)(sentence, url=url)
    raise DocumentError(_BROKEN, url=url)
