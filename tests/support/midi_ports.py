"""A driver for mido: ports that a test plugs in, which send bytes through mido's parser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mido
from mido.ports import BaseInput

plugged: list[str] = []
"""Names of the ports that are there."""
opened: dict[str, Input] = {}


class Input(BaseInput):  # type: ignore[misc]
    """A port that is open."""

    def __init__(
        self, name: str, callback: Callable[[Any], None] | None = None, **_named: object
    ) -> None:
        if name not in plugged:
            raise OSError(f"unknown port {name!r}")
        super().__init__(name)
        self._callback = callback
        opened[name] = self

    def send_bytes(self, *sent: int) -> None:
        """As the device sends them."""
        for message in mido.parse_all(sent):
            assert self._callback is not None
            self._callback(message)

    def _close(self) -> None:
        opened.pop(self.name, None)


def get_devices(**_named: object) -> list[dict[str, object]]:
    """What mido asks a driver for."""
    return [{"name": name, "is_input": True, "is_output": False} for name in plugged]
