"""Changes between the person's profiles: good days, bad days, and others in the file. Main thread."""

from __future__ import annotations

from reader.control.parts import Parts


class Profiles:
    """Sets of settings that are changed as one."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def next(self) -> None:
        """Go on to the next profile; after the last comes the first."""
        tuning = self._parts.tuning
        names, before = tuning.profiles, tuning.now.profile
        name = names[(names.index(before) + 1) % len(names)]
        self._parts.undo.note(f"profile {name}", lambda: tuning.take_profile(before))
        tuning.take_profile(name)
        is_new = name != names[0] and not tuning.differs(name)
        more = " What you set from now on holds for it alone." if is_new else ""
        self._parts.tell(f"Profile: {name}.{more}")
