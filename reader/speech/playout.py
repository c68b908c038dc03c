"""The queue of clips on its way to the loudspeaker, and which frame of it is heard at a given moment.

Pure bookkeeping: no device, no thread, no clock of its own (moments are passed in, in seconds). `Player`
holds its lock round every call. `render` is called by the sound card's callback, so it copies slices and
does nothing else.
"""

from __future__ import annotations

from array import array
from collections import deque
from typing import TypeAlias

from reader.values import frozen

Frames: TypeAlias = bytes | memoryview

FADE_MS = 4.0
"""Long enough that a cut makes no click, short enough not to be heard as a fade."""
STEP_BACK_MS = 40.0
"""How far before the held point the sound goes on, so that the syllable it was cut in is whole again."""
_ANCHORS = 48
"""Callbacks from which the start of the device's schedule is estimated; late ones drop out."""


@frozen
class Heard:
    """What comes out of the loudspeaker at one moment."""

    tag: object
    """As given to `feed`."""
    at_ms: float
    """Milliseconds from the clip's first frame; in the gap before the clip: where it will start."""
    is_gap: bool
    """True in the silence before the clip."""


class _Piece:
    """A clip in the queue with the silence before it; `position` counts both, in frames."""

    __slots__ = ("earcon", "gap", "pcm", "position", "start", "tag", "total")

    def __init__(
        self, tag: object, pcm: memoryview, gap: int, start: int, earcon: bytes | None
    ) -> None:
        self.tag = tag
        self.earcon = earcon
        """What sounds beside it, from the silence before it on."""
        self.pcm = pcm
        self.gap = gap
        self.start = start
        self.total = gap + max(0, len(pcm) // 2 - start)
        self.position = 0


class _Span:
    """Frames of one piece as they were handed to the device, in the device's count of frames."""

    __slots__ = ("count", "first", "piece", "position")

    def __init__(self, first: int, count: int, piece: _Piece, position: int) -> None:
        self.first = first
        self.count = count
        self.piece = piece
        self.position = position


class _Beside:
    """A sound that is mixed with whatever the queue plays."""

    __slots__ = ("at", "frames")

    def __init__(self, frames: array[int], at: int) -> None:
        self.frames = frames
        self.at = at
        """The frame that comes next; under zero: so many frames until the first."""


def faded(pcm: Frames, gain_from: float, gain_to: float) -> bytes:
    """Frames with a straight change of loudness over all of them."""
    frames = array("h", bytes(pcm))
    count = len(frames)
    if count:
        step = (gain_to - gain_from) / count
        for index in range(count):
            frames[index] = int(frames[index] * (gain_from + step * index))
    return frames.tobytes()


def _mix_in(mixed: array[int], beside: list[_Beside], gain: float) -> None:
    for each in beside:
        first = max(0, -each.at)
        frames = each.frames[each.at + first : each.at + len(mixed)]
        for index, frame in enumerate(frames, first):
            mixed[index] = max(-32768, min(32767, mixed[index] + int(frame * gain)))


class Playout:
    """Queue, pause and position; see the module."""

    def __init__(self, sample_rate_hz: int) -> None:
        self.sample_rate_hz = sample_rate_hz
        self.is_paused = False
        self.latency_ms = 0.0
        """From handing frames over to hearing the last of them; set by whoever drives `render`."""
        self._fade = int(FADE_MS * sample_rate_hz / 1000)
        self._pieces: deque[_Piece] = deque()
        self._spans: deque[_Span] = deque()
        self._tail = b""
        self._beside: list[_Beside] = []
        self._is_fading_in = False
        self._written = 0
        self._anchors: deque[float] = deque(maxlen=_ANCHORS)
        self._chosen = 1.0
        self._chosen_goal = 1.0
        self._volume = 1.0
        self._volume_goal = 1.0
        self._volume_step = 0.0
        """A frame, towards the goal."""
        self._last: tuple[_Piece, int] | None = None
        self._is_more_expected = False
        self.ran_out = 0
        """Times the queue ended although more was to come."""

    # Main thread

    def feed(
        self,
        tag: object,
        pcm: bytes,
        *,
        gap_ms: float,
        start_ms: float,
        has_more: bool,
        earcon: bytes | None = None,
    ) -> None:
        """Put a clip behind what is queued; `earcon` is mixed in from the start of the silence before it."""
        rate = self.sample_rate_hz
        start = min(int(start_ms * rate / 1000), len(pcm) // 2)
        gap = round(gap_ms * rate / 1000)
        self._pieces.append(_Piece(tag, memoryview(pcm), gap, start, earcon))
        self._is_more_expected = has_more

    def sound(self, pcm: bytes) -> None:
        """Mix a sound in at once, held or not; the next `clear` or `pause` cuts it short."""
        self._beside.append(_Beside(array("h", pcm), 0))

    def clear(self) -> None:
        """Drop everything; what is sounding fades at once."""
        self._fade_out()
        self._pieces.clear()
        self._spans.clear()
        self._last = None
        self._is_more_expected = False
        self._is_fading_in = False

    def pause(self) -> None:
        """Hold; what is sounding fades at once and will go on a little before that point."""
        self._fade_out()
        if self.is_paused:
            return
        self.is_paused = True
        self._step_back()

    def resume(self) -> None:
        """Go on from where it was held."""
        if self.is_paused:
            self.is_paused = False
            self._is_fading_in = True

    def heard(self, now: float) -> Heard | None:
        """What sounds at `now`; while held, the point it goes on from; None where nothing is under way."""
        frame = self._frame_at(now)
        self._drop_spans_before(frame)
        if self._spans and self._spans[0].first <= frame:
            span = self._spans[0]
            self._last = span.piece, span.position + frame - span.first
        elif not self._spans and self.is_paused and self._last is not None:
            # Silent now: the device has played out what it had been given when the hold came.
            self._last = self._last[0], self._last[0].position
        return None if self._last is None else self._place(*self._last)

    def drop_waiting(self) -> tuple[object, ...]:
        """Drop what comes after the first in the queue; gives the tags dropped, in order."""
        waiting = [self._pieces.pop() for _ in range(len(self._pieces) - 1)]
        self._is_more_expected = False
        return tuple(piece.tag for piece in reversed(waiting))

    def fade(self, volume: float, over_ms: float) -> None:
        """Let the loudness go to `volume`, 0 to 1 of the clips' own, in so many milliseconds of sound."""
        self._volume_goal = volume
        frames = max(1, over_ms * self.sample_rate_hz / 1000)
        self._volume_step = (volume - self._volume) / frames

    def set_volume(self, volume: float) -> None:
        """Play everything at `volume`, 0 to 1 of the clips' own, from the next frames on."""
        self._chosen_goal = volume

    def queued_ms(self, now: float) -> float:
        """Milliseconds of sound and gaps not heard yet."""
        frames = sum(piece.total - piece.position for piece in self._pieces)
        if self._spans:
            last = self._spans[-1]
            frames += max(0, min(self._written, last.first + last.count) - self._frame_at(now))
        return frames * 1000 / self.sample_rate_hz

    def is_idle(self, now: float) -> bool:
        """True where nothing is queued and all has been heard."""
        self._drop_spans_before(self._frame_at(now))
        return not self._pieces and not self._spans

    # Whoever drives: the sound card's callback, or the silent clock

    @property
    def is_due(self) -> bool:
        """True where there are frames to render next."""
        return bool(self._pieces) and not self.is_paused

    def render(self, count: int, now: float) -> list[tuple[int, Frames]]:
        """The next `count` frames as (byte offset, frames) pairs; what is not covered is silence."""
        chunks: list[tuple[int, Frames]] = []
        at = 0
        if self._tail:
            tail = self._tail[: count * 2]
            self._tail = self._tail[count * 2 :]
            chunks.append((0, tail))
            at = len(tail) // 2
        if not self.is_paused:
            at = self._render_pieces(chunks, at, count)
            if at < count and self._is_more_expected:
                self.ran_out += 1
                self._is_more_expected = False
        if self._beside:
            chunks = [(0, self._mixed(chunks, count))]
        self._written += count
        self._anchors.append(now - self._written / self.sample_rate_hz)
        return chunks

    def _mixed(self, chunks: list[tuple[int, Frames]], count: int) -> bytes:
        """The frames with what sounds beside them; too loud ones are held to full scale."""
        raw = bytearray(2 * count)
        for offset, frames in chunks:
            raw[offset : offset + len(frames)] = frames
        mixed = array("h", bytes(raw))
        _mix_in(mixed, self._beside, self._volume * self._chosen)
        for each in self._beside:
            each.at += count
        self._beside = [each for each in self._beside if each.at < len(each.frames)]
        return mixed.tobytes()

    def _render_pieces(self, chunks: list[tuple[int, Frames]], at: int, count: int) -> int:
        while at < count and self._pieces:
            piece = self._pieces[0]
            position = piece.position
            if piece.earcon is not None:
                self._beside.append(_Beside(array("h", piece.earcon), -at))
                piece.earcon = None
            if position < piece.gap:
                run = min(count - at, piece.gap - position)
            else:
                run = min(count - at, piece.total - position)
                if run > 0:
                    first = (piece.start + position - piece.gap) * 2
                    frames: Frames = piece.pcm[first : first + run * 2]
                    if self._is_fading_in or (position == piece.gap and piece.start):
                        self._is_fading_in = False
                        frames = self._faded_in(frames)
                    chunks.append((at * 2, self._at_volume(frames, run)))
            if run > 0 or not piece.total:
                self._note(at, run, piece)
            piece.position += run
            at += run
            if piece.position >= piece.total:
                self._pieces.popleft()
        return at

    def _at_volume(self, frames: Frames, count: int) -> Frames:
        before = self._volume * self._chosen
        self._chosen = self._chosen_goal
        if self._volume != self._volume_goal:
            goal = self._volume + self._volume_step * count
            if (goal - self._volume_goal) * self._volume_step >= 0:
                goal = self._volume_goal
            self._volume = goal
        after = self._volume * self._chosen
        return frames if before == after == 1.0 else faded(frames, before, after)

    def _faded_in(self, frames: Frames) -> bytes:
        edge = self._fade * 2
        return faded(frames[:edge], 0.0, 1.0) + bytes(frames[edge:])

    def _note(self, at: int, run: int, piece: _Piece) -> None:
        first = self._written + at
        if self._spans:
            last = self._spans[-1]
            if (
                last.piece is piece
                and last.first + last.count == first
                and last.position + last.count == piece.position
            ):
                last.count += run
                return
        self._spans.append(_Span(first, run, piece, piece.position))

    def change_driver(self, latency_ms: float) -> None:
        """Another clock takes over from here; what the old one was given counts as heard."""
        self._drop_spans_before(self._written)
        self._anchors.clear()
        self._tail = b""
        self.latency_ms = latency_ms
        if not self.is_paused and self._pieces and self._pieces[0].position:
            self._step_back()
            self._is_fading_in = True

    # Inside

    def _fade_out(self) -> None:
        """Make the end of what is sounding, from the next frame that the device will ask for."""
        rest = self._rest_of_piece()
        if self._beside:
            mixed = array("h", bytes(2 * self._fade))
            mixed[: len(rest) // 2] = array("h", rest)
            _mix_in(mixed, self._beside, 1.0)
            rest = mixed.tobytes()
            self._beside.clear()
        if rest:
            self._tail = faded(rest, self._volume * self._chosen, 0.0)

    def _rest_of_piece(self) -> bytes:
        if self.is_paused or not self._pieces:
            return b""
        piece = self._pieces[0]
        if piece.position <= piece.gap:
            return b""
        first = (piece.start + piece.position - piece.gap) * 2
        return bytes(piece.pcm[first : first + self._fade * 2])

    def _step_back(self) -> None:
        if self._pieces:
            piece = self._pieces[0]
            back = int(STEP_BACK_MS * self.sample_rate_hz / 1000)
            piece.position = max(min(piece.position, piece.gap), piece.position - back)

    def _frame_at(self, now: float) -> int:
        """The device's frame that is heard at `now`."""
        if not self._anchors:
            return self._written
        rate = self.sample_rate_hz
        frame = int((now - min(self._anchors) - self.latency_ms / 1000) * rate)
        return min(frame, self._written)

    def _drop_spans_before(self, frame: int) -> None:
        while self._spans and self._spans[0].first + self._spans[0].count <= frame:
            span = self._spans.popleft()
            position = span.position + span.count
            self._last = span.piece, position
            if position >= span.piece.total:
                self._last = None

    def _place(self, piece: _Piece, position: int) -> Heard:
        frame = piece.start + max(0, position - piece.gap)
        return Heard(piece.tag, frame * 1000 / self.sample_rate_hz, position < piece.gap)
