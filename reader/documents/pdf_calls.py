"""How `pdf_file` calls pdfium where it does so for every character. Runs where that does."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Look:
    """Size, weight, face and direction of one text object, and the number of its mark in the structure."""

    size: float
    bold: bool
    mono: bool
    angle: int
    tag: int
    face: str = ""
    """Name of its typeface, and its colour where it has one."""


class FastCalls:
    """The calls made for every character, with plain integers for pointers: a third of the time of the others."""

    def __init__(self, raw: Any) -> None:
        def plain(name: str, result: Any, *arguments: Any) -> Any:
            address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0
            return ctypes.CFUNCTYPE(result, *arguments)(address)

        pointer, number = ctypes.c_void_p, ctypes.c_int
        self.unicode = plain("FPDFText_GetUnicode", ctypes.c_uint, pointer, number)
        self.object = plain("FPDFText_GetTextObject", pointer, pointer, number)
        self.box = plain("FPDFText_GetLooseCharBox", number, pointer, number, pointer)
        self.origin = plain("FPDFText_GetCharOrigin", number, pointer, number, pointer, pointer)
        self.tag = plain("FPDFPageObj_GetMarkedContentID", number, pointer)
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.x_ref, self.y_ref = ctypes.byref(self.x), ctypes.byref(self.y)


def wide_string(call: Any) -> str:
    """A string that a call writes into a buffer as UTF-16."""
    size = int(call(None, 0))
    if not 2 < size < 4096:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    call(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
