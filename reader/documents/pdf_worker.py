"""The child process that reads one PDF: its bytes on standard input, the document on standard output.

pdfium is native code: a damaged or hostile file may crash it, hang it or have it take all memory. So it runs here,
within bounds of time and memory that this process sets itself: the first is watched by a thread of the interpreter's
own that needs nothing of what may hang, the second by the system where it can and by a thread that looks.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
import time
from contextlib import suppress

from reader.documents import stored_form
from reader.errors import DocumentError, NoText

DONE, NO_TEXT, REFUSED = b"D", b"N", b"R"
"""First byte of the answer: a document follows, or the sentence that says why there is none."""
STEP_TIMEOUT_S = 3.5
"""One page, or opening the file, may take so long."""
_PATIENCE_S = 3.0
_SLOW_PAGE_S = 0.06
"""After `_PATIENCE_S`, pages that take longer than this on average are left unread; usual ones take a fifth of it."""
_MOST_S = 45.0
MOST_BYTES = 420 << 20
_LOOK_EVERY_S = 0.02


def main() -> None:
    """Read, answer, end."""
    _bound_memory()
    body = sys.stdin.buffer.read()
    url = sys.argv[1] if len(sys.argv) > 1 else ""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - a device, not a path
        answer = _answer(body, url, nowhere)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def _answer(body: bytes, url: str, nowhere: object) -> bytes:
    from reader.documents.from_pdf import read_pdf  # noqa: PLC0415 - after memory is bounded

    began_s = time.monotonic()

    def go_on(page: int) -> bool:
        faulthandler.dump_traceback_later(STEP_TIMEOUT_S, exit=True, file=nowhere)  # type: ignore[arg-type]
        spent_s = time.monotonic() - began_s
        return spent_s < _MOST_S and (spent_s < _PATIENCE_S or spent_s < page * _SLOW_PAGE_S)

    go_on(0)
    try:
        document = read_pdf(body, url=url, go_on=go_on)
    except NoText as error:
        return NO_TEXT + str(error).encode()
    except DocumentError as error:
        return REFUSED + str(error).encode()
    return DONE + stored_form.to_bytes(document)


def _bound_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        from reader.documents.windows_bounds import bound_memory  # noqa: PLC0415 - only there

        bound_memory(MOST_BYTES)
        return
    with suppress(ValueError, OSError):  # macOS refuses; the thread looks there too
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
    unit = 1 if sys.platform == "darwin" else 1024

    def look() -> None:
        while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit < MOST_BYTES:
            time.sleep(_LOOK_EVERY_S)
        os._exit(3)

    threading.Thread(target=look, name="memory", daemon=True).start()


if __name__ == "__main__":
    main()
