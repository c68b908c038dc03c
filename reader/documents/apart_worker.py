"""The child process that reads one file: its bytes on standard input, the document on standard output.

Files of strangers may be made to crash, hang or bloat what reads them, and pdfium is native code. So it happens here,
within bounds that this process sets itself: time is watched by a thread of the interpreter's own, which needs nothing
of what may hang; memory by the system where it can, and by a thread that looks.
"""

from __future__ import annotations

import faulthandler
import io
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from reader.documents import stored_form
from reader.documents.model import Document
from reader.errors import DocumentError, NoText, UnsupportedDocument

DONE, NO_TEXT, UNSUPPORTED, REFUSED = b"D", b"N", b"U", b"R"
"""First byte of the answer: a document follows, or the sentence that says why there is none."""
_STEP_TIMEOUT_S = 3.3
"""Opening the file, one page, or one part of a book may take so long; more where there is more of it."""
_STEP_TIMEOUT_S_PER_MB = {"pdf": 0.5, "epub": 12.0, "docx": 12.0, "odt": 12.0}
"""For each megabyte of the file; what is zipped may be one single part."""
_STEP_TIMEOUT_S_PER_PAGE = 0.02
"""For each page that was read before: after the last one all of them are put together."""
_PATIENCE_S = 1.2
_SLOW_STEP_S = 0.08
"""After `_PATIENCE_S`, pages that take longer than this on average are left unread; usual ones take a fifth of it.
Both, and `_MOST_S`, are of this process's own time, so that a busy machine reads what a quiet one does."""
_MOST_S = 40.0
_MOST_BYTES = 440 << 20
_LOOK_EVERY_S = 0.02
_STATUS = Path("/proc/self/status")


def main() -> None:
    """Read, answer, end."""
    _bound_memory()
    kind, url = sys.argv[1], sys.argv[2]
    body = sys.stdin.buffer.read()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        answer = _answer(kind, body, url, nowhere)
        faulthandler.cancel_dump_traceback_later()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def _answer(kind: str, body: bytes, url: str, nowhere: io.TextIOWrapper) -> bytes:
    began_s = time.process_time()
    step_s = _STEP_TIMEOUT_S + _STEP_TIMEOUT_S_PER_MB[kind] * len(body) / 1e6

    def go_on(done: int) -> bool:
        timeout_s = step_s + done * _STEP_TIMEOUT_S_PER_PAGE
        faulthandler.dump_traceback_later(timeout_s, exit=True, file=nowhere)
        spent_s = time.process_time() - began_s
        return spent_s < _MOST_S and (spent_s < _PATIENCE_S or spent_s < done * _SLOW_STEP_S)

    go_on(0)
    try:
        return DONE + stored_form.to_bytes(_read(kind, body, url, go_on))
    except NoText as error:
        return NO_TEXT + str(error).encode()
    except UnsupportedDocument as error:
        return UNSUPPORTED + str(error).encode()
    except DocumentError as error:
        return REFUSED + str(error).encode()


def _read(kind: str, body: bytes, url: str, go_on: Callable[[int], bool]) -> Document:
    if kind == "pdf":
        from reader.documents.from_pdf import read_pdf  # noqa: PLC0415 - after memory is bounded

        return read_pdf(body, url=url, go_on=go_on)
    if kind == "epub":
        from reader.documents.from_epub import read_epub  # noqa: PLC0415 - as above

        return read_epub(body, url=url, go_on=go_on)
    from reader.documents.from_office import read_docx, read_odt  # noqa: PLC0415 - as above

    return (read_docx if kind == "docx" else read_odt)(body, url=url)


def _bound_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        from reader.documents.windows_bounds import bound_memory  # noqa: PLC0415 - only there

        bound_memory(_MOST_BYTES)
        return
    with suppress(ValueError, OSError):  # macOS refuses; the thread looks there too
        resource.setrlimit(resource.RLIMIT_DATA, (_MOST_BYTES, _MOST_BYTES))
    unit = 1 if sys.platform == "darwin" else 1024

    def used() -> int:
        if _STATUS.exists():  # `ru_maxrss` begins there with what the starting process once had
            found = re.search(rb"VmHWM:\s*(\d+)", _STATUS.read_bytes())
            return int(found[1]) << 10 if found else 0
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit

    def look() -> None:
        while used() < _MOST_BYTES:
            time.sleep(_LOOK_EVERY_S)
        os._exit(3)

    threading.Thread(target=look, name="memory", daemon=True).start()


if __name__ == "__main__":
    main()
