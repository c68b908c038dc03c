"""The sound card, through miniaudio: opens it, asks for frames in its own thread, closes it.

Uses miniaudio's C binding (`_miniaudio`) and not the module round it: that one imports an HTTP client and
leaks its context whenever a device cannot be opened, which a reader that keeps looking for a device does often.
Opening and closing may block for long on a broken server: never call them on the main thread.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, TypeAlias

from reader.errors import NoSoundDevice

Fill: TypeAlias = Callable[["Device", Any, int], None]
"""Called in the device's thread with the device, the output pointer and the count of frames; must not block."""

NO_SOUND = (
    "There is no sound: no loudspeaker or headphones were found. "
    "Plug them in or check the sound settings; the reader will find them by itself."
)

_PULSE_DELAY = "PULSE_LATENCY_MSEC"
"""PulseAudio's own setting for the delay its clients ask for; without it miniaudio asks for one period, and then
must ask the reader for large pieces seldom, which is both slower to answer and easier to starve."""
_binding: tuple[Any, Any] | None = None


def _load_binding() -> tuple[Any, Any]:
    """miniaudio's `ffi` and `lib`, with the callbacks in place; loaded once.

    Raises `NoSoundDevice` where it is missing or will not load.
    """
    global _binding  # noqa: PLW0603 - C callbacks can be defined only once a process
    if _binding is not None:
        return _binding
    try:
        import _miniaudio  # type: ignore[import-not-found]  # noqa: PLC0415 - keeps start-up fast
    except (ImportError, OSError) as error:
        raise NoSoundDevice(
            "There is no sound: the part that plays sound could not be loaded. Install the reader again."
        ) from error
    ffi, lib = _miniaudio.ffi, _miniaudio.lib

    # The names under which the binding's C code calls back. The arguments are the same as those miniaudio's own
    # module passes on, so that either may have defined them.
    @ffi.def_extern()  # type: ignore[untyped-decorator]
    def _internal_data_callback(device: Any, output: Any, captured: Any, count: int) -> None:
        if count > 0 and device.pUserData:
            ffi.from_handle(device.pUserData)._data_callback(device, output, captured, count)

    @ffi.def_extern()  # type: ignore[untyped-decorator]
    def _internal_stop_callback(device: Any) -> None:
        if device.pUserData:
            ffi.from_handle(device.pUserData)._stop_callback(device)

    lib.init_miniaudio()
    # What these libraries write about missing cards would land on the reader's screen.
    os.environ.setdefault("PULSE_LOG_SYSLOG", "1")
    _hush_alsa()
    _binding = ffi, lib
    return _binding


_hushed: list[object] = []


def _hush_alsa() -> None:
    """Keep ALSA's complaints off stderr; it has no setting for it."""
    if sys.platform != "linux":
        return
    import ctypes  # noqa: PLC0415 - keeps start-up fast

    try:
        alsa = ctypes.CDLL("libasound.so.2")
    except OSError:
        return  # no ALSA on this machine: it has nothing to say
    text = ctypes.c_char_p
    prototype = ctypes.CFUNCTYPE(None, text, ctypes.c_int, text, ctypes.c_int, text)
    handler = prototype(lambda *_complaint: None)
    alsa.snd_lib_error_set_handler(handler)
    _hushed.extend((alsa, handler))


def _backends(lib: Any) -> list[int]:
    """Backends that make sound, in the order to try; never the null one, which would hide that there is none."""
    names = {
        "win32": ("wasapi", "dsound", "winmm"),
        "darwin": ("coreaudio",),
        "linux": ("pulseaudio", "alsa"),
    }
    chosen = names.get(sys.platform, ("sndio", "audio4", "oss"))
    return [getattr(lib, f"ma_backend_{name}") for name in chosen]


class Device:
    """One open playback device; frames are signed 16-bit mono."""

    def __init__(self, sample_rate_hz: int, period_ms: int, buffer_ms: int, fill: Fill) -> None:
        """Open it to ask for `period_ms` at a time and hold `buffer_ms`; silent until `start`.

        Raises `NoSoundDevice`.
        """
        self._ffi, self._lib = _load_binding()
        self._fill: Fill | None = fill
        self.asked = 0
        """Times it asked for frames."""
        self._has_stopped = False
        ffi, lib = self._ffi, self._lib
        self._handle = ffi.new_handle(self)
        self._context = ffi.new("ma_context *")
        self._device = ffi.new("ma_device *")
        self._is_open = False
        if not os.environ.get(_PULSE_DELAY, "").isdecimal():
            os.environ[_PULSE_DELAY] = str(buffer_ms)  # a person's own choice is kept
        context_config = lib.ma_context_config_init()
        self._name = ffi.new("char[]", b"Hands-Off Reader")
        context_config.pulse.pApplicationName = self._name
        # Where the system does not allow it, miniaudio falls back to an ordinary thread.
        context_config.threadPriority = lib.ma_thread_priority_realtime
        backends = ffi.new("ma_backend[]", _backends(lib))
        if lib.ma_context_init(
            backends, len(backends), ffi.addressof(context_config), self._context
        ):
            raise NoSoundDevice(NO_SOUND)
        config = lib.ma_device_config_init(lib.ma_device_type_playback)
        config.sampleRate = sample_rate_hz
        config.playback.channels = 1
        config.playback.format = lib.ma_format_s16
        config.periodSizeInMilliseconds = period_ms
        config.periods = max(2, buffer_ms // period_ms)
        config.pUserData = self._handle
        config.dataCallback = lib._internal_data_callback
        config.stopCallback = lib._internal_stop_callback
        self._config = config
        if lib.ma_device_init(self._context, ffi.addressof(config), self._device):
            lib.ma_context_uninit(self._context)
            raise NoSoundDevice(NO_SOUND)
        self._is_open = True
        self.sample_rate_hz = sample_rate_hz
        self.backend: str = ffi.string(lib.ma_get_backend_name(self._context.backend)).decode()
        self.latency_ms = float(buffer_ms)
        """From handing frames over to hearing the last of them."""
        if self.backend == "PulseAudio":
            # Measured on a null sink's monitor: tests/heard/test_highlight.py.
            self.latency_ms = max(1.0, float(os.environ[_PULSE_DELAY]))

    @property
    def has_stopped(self) -> bool:
        """True once the system stopped it, as when its server went."""
        return self._has_stopped

    def start(self) -> None:
        """Begin to ask for frames.

        Raises `NoSoundDevice`.
        """
        if self._lib.ma_device_start(self._device):
            raise NoSoundDevice(NO_SOUND)

    def put(self, output: Any, offset_bytes: int, frames: bytes | memoryview) -> None:
        """Copy frames into the output that `fill` was called with; the rest of it is silence."""
        self._ffi.memmove(output + offset_bytes, frames, len(frames))

    def close(self) -> None:
        """Stop and free it; may block where its server hangs. May be called twice."""
        self._fill = None
        if self._is_open:
            self._is_open = False
            self._lib.ma_device_uninit(self._device)
            self._lib.ma_context_uninit(self._context)

    def _data_callback(self, _device: Any, output: Any, _captured: Any, count: int) -> None:
        self.asked += 1
        if self._fill is not None:
            self._fill(self, self._ffi.cast("char *", output), count)

    def _stop_callback(self, _device: Any) -> None:
        self._has_stopped = True


def resampled(pcm: bytes, from_hz: int, to_hz: int) -> bytes:
    """The same mono sound at another rate."""
    ffi, lib = _load_binding()
    frames = len(pcm) // 2
    s16 = lib.ma_format_s16
    wanted = lib.ma_convert_frames(
        ffi.NULL, 0, s16, 1, to_hz, ffi.from_buffer(pcm), frames, s16, 1, from_hz
    )
    output = ffi.new("short[]", max(1, wanted))
    made = lib.ma_convert_frames(
        output, wanted, s16, 1, to_hz, ffi.from_buffer(pcm), frames, s16, 1, from_hz
    )
    return bytes(ffi.buffer(output, made * 2))
