"""What is chosen now, and the one way to change it: taken up at once, kept in the file, profile by profile.

Main thread; writing goes to the background lane. The first profile is the file itself; what is changed while another
one is in use holds for that one. It must not know what a setting does: those who do, follow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from reader.control.settings import GOOD_DAY, PROFILES, Settings, SettingsRead

Follower = Callable[[Settings, Settings], None]
"""Has changed settings take effect; called with those before and those now."""
Write = Callable[[Mapping[str, object], str], None]
"""Writes changes of a profile into the file; called on another thread."""


class Tuning:
    """The settings in use."""

    def __init__(
        self,
        read: SettingsRead,
        *,
        write: Write,
        later: Callable[[Callable[[], object]], None],
    ) -> None:
        self.now = read.settings
        self._base = read.base
        self._profiles: dict[str, dict[str, Any]] = {
            name: dict(values) for name, values in read.profiles.items()
        }
        self._write = write
        self._later = later
        self._followers: list[Follower] = []

    @property
    def profiles(self) -> tuple[str, ...]:
        """Names of all profiles, in the order in which they are offered."""
        return tuple(dict.fromkeys((*PROFILES, *self._profiles)))

    def differs(self, profile: str) -> bool:
        """Whether a profile has values of its own."""
        return bool(self._profiles.get(profile))

    def follow(self, follower: Follower) -> None:
        """Have a part told of every change from now on."""
        self._followers.append(follower)

    def set(self, changed: Mapping[str, object]) -> None:
        """Have other values hold from now on; whoever has changed one already is told it all the same."""
        new = {name: value for name, value in changed.items() if value != getattr(self.now, name)}
        if not new:
            return
        before, profile = self.now, self.now.profile
        self.now = replace(self.now, **new)  # type: ignore[arg-type]
        if profile == GOOD_DAY:
            self._base = replace(self._base, **new)  # type: ignore[arg-type]
        else:
            self._profiles.setdefault(profile, {}).update(new)
        self._later(lambda: self._write(new, profile))
        self._tell(before)

    def take_profile(self, name: str) -> None:
        """Have the settings of a profile hold from now on."""
        before = self.now
        own = self._profiles.get(name, {})
        self._base = replace(self._base, profile=name)
        self.now = replace(self._base, **own)
        self._later(lambda: self._write({"profile": name}, GOOD_DAY))
        self._tell(before)

    def _tell(self, before: Settings) -> None:
        now = self.now
        if now != before:
            for follower in self._followers:
                follower(before, now)
