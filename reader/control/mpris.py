"""The desktop's media controls on Linux (MPRIS 2.2 over the session's D-Bus), on a thread of their own.

Where there is no session bus nothing is loaded. What the desktop shows is handed over by `show` and `move`, which
never wait; a press is handed back by calling `pressed` on this thread. Source: the MPRIS D-Bus interface
specification 2.2, https://specifications.freedesktop.org/mpris-spec/latest/
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.control.media_keys import NowPlaying

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

BUS_NAME = "org.mpris.MediaPlayer2.HandsOffReader"
OBJECT = "/org/mpris/MediaPlayer2"
ROOT = "org.mpris.MediaPlayer2"
PLAYER = "org.mpris.MediaPlayer2.Player"
PROPERTIES = "org.freedesktop.DBus.Properties"
_METHODS = {
    "PlayPause": "play-pause",
    "Play": "play",
    "Pause": "pause",
    "Stop": "stop",
    "Next": "next",
    "Previous": "previous",
}
_IDLE = ("Seek", "SetPosition", "OpenUri", "Raise", "Quit")
"""Known, and without effect here; `CanSeek`, `CanRaise` and `CanQuit` tell so."""
_NONE = NowPlaying("Stopped", "none", "", "", "", "", 0, can_go=False)


def has_session_bus() -> bool:
    """Whether this login has a bus at all."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    folder = os.environ.get("XDG_RUNTIME_DIR")
    return bool(folder) and Path(folder or "", "bus").is_socket()


class Mpris:
    """See the module."""

    def __init__(self) -> None:
        self._pressed: Callable[[str], None] = lambda _button: None
        self._now = _NONE
        self._position_us = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._bus: MessageBus | None = None
        self._is_closed = False
        self._thread: threading.Thread | None = None

    # Main thread

    def start(self, pressed: Callable[[str], None]) -> None:
        """Connect in the background; where that cannot be, nothing more happens."""
        self._pressed = pressed
        self._thread = threading.Thread(target=self._run, name="media keys", daemon=True)
        self._thread.start()

    def show(self, now: NowPlaying, position_ms: float) -> None:
        """Tell what is read and where it is."""
        self._position_us = int(position_ms * 1000)
        self._now = now
        self._soon(self._tell_changed)

    def move(self, position_ms: float, *, is_jump: bool) -> None:
        """Tell where it is."""
        self._position_us = int(position_ms * 1000)
        if is_jump:
            self._soon(self._tell_jump)

    def close(self) -> None:
        """Leave the bus. May be called twice."""
        self._is_closed = True
        self._soon(self._leave)

    def _soon(self, call: Callable[[], None]) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(call)

    # The bus's thread

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except (OSError, EOFError, ImportError):
            return  # no bus, or no way to speak to it: no media keys

    async def _serve(self) -> None:
        from dbus_fast import DBusError, InvalidAddressError  # noqa: PLC0415 - after the first frame
        from dbus_fast.aio import MessageBus  # noqa: PLC0415 - as above

        try:
            self._bus = bus = await MessageBus().connect()
        except (DBusError, InvalidAddressError):
            return
        bus.add_message_handler(self._answer)
        # Several readers may run: each has a name of its own, as the specification asks.
        await bus.request_name(f"{BUS_NAME}.instance{os.getpid()}")
        self._loop = asyncio.get_running_loop()
        if self._is_closed:
            self._leave()
        self._tell_changed()
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    def _leave(self) -> None:
        if self._bus is not None:
            self._bus.disconnect()

    def _answer(self, message: Message) -> Message | None:
        from dbus_fast import Message, MessageType  # noqa: PLC0415 - loaded already

        if message.message_type is not MessageType.METHOD_CALL or message.path != OBJECT:
            return None
        if message.interface == PROPERTIES:
            return self._answer_property(message)
        member = message.member or ""
        if message.interface == PLAYER and member in _METHODS:
            self._pressed(_METHODS[member])
            return Message.new_method_return(message)
        if message.interface in (PLAYER, ROOT) and member in _IDLE:
            return Message.new_method_return(message)
        return None

    def _answer_property(self, message: Message) -> Message | None:
        from dbus_fast import ErrorType, Message  # noqa: PLC0415 - loaded already

        interface = message.body[0] if message.body else ""
        known = self._properties(interface)
        if message.member == "GetAll":
            return Message.new_method_return(message, "a{sv}", [known])
        name = message.body[1] if len(message.body) > 1 else ""
        if message.member == "Get" and name in known:
            return Message.new_method_return(message, "v", [known[name]])
        if message.member == "Set":
            return Message.new_error(
                message, ErrorType.PROPERTY_READ_ONLY, f"{name} cannot be changed"
            )
        if message.member == "Get":
            return Message.new_error(message, ErrorType.UNKNOWN_PROPERTY, f"no property {name}")
        return None

    def _properties(self, interface: str) -> dict[str, Any]:
        from dbus_fast import Variant  # noqa: PLC0415 - loaded already

        now = self._now
        if interface == ROOT:
            return {
                "Identity": Variant("s", "Hands-Off Reader"),
                "CanQuit": Variant("b", False),
                "CanRaise": Variant("b", False),
                "HasTrackList": Variant("b", False),
                "SupportedUriSchemes": Variant("as", []),
                "SupportedMimeTypes": Variant("as", []),
            }
        if interface != PLAYER:
            return {}
        can_go = Variant("b", now.can_go)
        return {
            "PlaybackStatus": Variant("s", now.playing),
            "Metadata": Variant("a{sv}", self._metadata()),
            "Position": Variant("x", self._position_us),
            "Rate": Variant("d", 1.0),
            "MinimumRate": Variant("d", 1.0),
            "MaximumRate": Variant("d", 1.0),
            "Volume": Variant("d", 1.0),
            "CanGoNext": can_go,
            "CanGoPrevious": can_go,
            "CanPlay": can_go,
            "CanPause": can_go,
            "CanSeek": Variant("b", False),
            "CanControl": Variant("b", True),
        }

    def _metadata(self) -> dict[str, Any]:
        from dbus_fast import Variant  # noqa: PLC0415 - loaded already

        now = self._now
        track = (
            f"/org/handsoffreader/track/{now.track}"
            if now.can_go
            else f"{OBJECT}/TrackList/NoTrack"
        )
        made = {"mpris:trackid": Variant("o", track)}
        if now.can_go:
            made["mpris:length"] = Variant("x", now.length_ms * 1000)
            made["xesam:title"] = Variant("s", now.title)
            made["xesam:album"] = Variant("s", now.album)
            if now.artist:
                made["xesam:artist"] = Variant("as", [now.artist])
            if now.url:
                made["xesam:url"] = Variant("s", now.url)
        return made

    def _tell_changed(self) -> None:
        changed = self._properties(PLAYER)
        del changed["Position"]  # the specification: it is asked for, never told
        self._signal(PROPERTIES, "PropertiesChanged", "sa{sv}as", [PLAYER, changed, []])

    def _tell_jump(self) -> None:
        self._signal(PLAYER, "Seeked", "x", [self._position_us])

    def _signal(self, interface: str, member: str, signature: str, body: list[Any]) -> None:
        from dbus_fast import Message  # noqa: PLC0415 - loaded already

        if self._bus is not None and self._bus.connected:
            self._bus.send(Message.new_signal(OBJECT, interface, member, signature, body))
