"""`save` and `update`: pages kept with what belongs to them, and looked up again. Main thread; needs no voice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from content_cache.addresses import folder_of, is_file_url
from content_cache.errors import CacheError, HttpRefused, LibraryError
from content_cache.following import DEEPEST, FollowLimits, limits_sentence
from reader.cli.arguments import Mistake
from reader.cli.keeping import name_of
from reader.cli.terminal import Terminal
from reader.control.following import LEAFLETS_ONLY, FollowOutcome, follow
from reader.control.naming import named
from reader.control.rows import counted
from reader.errors import ReaderError

if TYPE_CHECKING:
    from content_cache.resource import Page
    from reader.control.shelf import Saved, Shelf
    from reader.control.updating import Updated, UpdateOutcome
    from reader.control.view import SavingProgress

_OUTCOMES = {
    "new": "Saved",
    "unchanged": "Nothing new",
    "changed": "Saved anew",
    "kept_old": "Kept as it was, because what stands there now is no better",
}
STOPPED = "Stopped. What was saved stays, and the same command goes on from there."
_LITTLE_WORDS = 15
"""A page that tells something has more; an empty folder's list or a form to sign in has less. (judgement)"""
_NAMED = 5
"""How many are named of what failed for one reason. (judgement)"""


def follow_limits(number: str) -> FollowLimits:
    """How far links are followed. Raises `Mistake`."""
    if not number:
        return LEAFLETS_ONLY
    if not (len(number) == 1 and number in "123"[:DEEPEST]):
        raise Mistake(f"After --follow comes a number from 1 to {DEEPEST}: how many links away.")
    return FollowLimits(depth=int(number))


def save(
    targets: Sequence[str],
    shelf: Shelf,
    terminal: Terminal,
    limits: FollowLimits,
    *,
    from_archive: bool = False,
) -> int:
    """Keep every target with what belongs to it; one that cannot be kept does not stop the others."""
    saving = _Saving(shelf, terminal, limits, from_archive=from_archive)
    names = saving.with_folders(targets)
    try:
        for index, target in enumerate(names):
            saving.save(index, target)
    except LibraryError as error:
        left = len(names) - index - 1
        more = f" {counted(left, 'other')} after it not tried." if left else ""
        terminal.trouble(
            f"{saving.doing}: {target}.{more} {error}" if len(names) > 1 else str(error)
        )
        return 1
    except KeyboardInterrupt:
        terminal.trouble(STOPPED)
        return 1
    return 1 if saving.failed else 0


class _Saving:
    def __init__(
        self,
        shelf: Shelf,
        terminal: Terminal,
        limits: FollowLimits,
        *,
        from_archive: bool,
    ) -> None:
        self._shelf, self._terminal, self._limits = shelf, terminal, limits
        self._from_archive = from_archive
        self._count = 0
        self.failed = 0
        self.doing = ""
        """What a library that fails now leaves undone."""

    def with_folders(self, targets: Sequence[str]) -> Sequence[str]:
        """The targets, each folder replaced by the documents in it. Raises `FileProblem`."""
        names: list[str] = []
        for target in targets:
            folder = folder_of(target)
            names += [target] if folder is None else self._documents_in(folder)
        self._count = len(names)
        return names

    def _documents_in(self, folder: Path) -> list[str]:
        from content_cache.local_files import files_in  # noqa: PLC0415 - only for folders

        terminal, name = self._terminal, folder.name or str(folder)
        found = files_in(folder)
        if found.is_cut:
            terminal.trouble(
                f"There is more in {name} than is saved at once. Save its folders one by one."
            )
        passed_over = f"{counted(found.passed_over, 'file')} of other kinds passed over: "
        passed_over += ", ".join(path.name for path in found.first_passed_over)
        if found.passed_over > len(found.first_passed_over):
            passed_over += f" and {found.passed_over - len(found.first_passed_over)} more"
        if not found.files:
            self.failed += 1
            more = f" {passed_over}." if found.passed_over else ""
            terminal.trouble(f"There is nothing in {name} that can be read.{more}")
        elif found.passed_over:
            terminal.trouble(f"{passed_over}.")
        return [str(path) for path in found.files]

    def save(self, index: int, target: str) -> None:
        """Keep one target; what goes wrong is told. Raises `LibraryError`: the others would meet the same."""
        on_progress = _progress(self._terminal, index, self._count, target)
        on_progress(0, None)
        self.doing = "Not saved"
        try:
            saved = self._saved(target, on_progress)
        except LibraryError:
            raise
        except (CacheError, ReaderError) as error:
            self.failed += 1
            about = f"{target}: " if self._count > 1 else ""
            self._terminal.trouble(f"{about}{error}{self._way_out(target, error)}")
            return
        self._terminal.line(f"{_OUTCOMES[saved.outcome]}: {name_of(saved.page)}")
        if saved.outcome in ("new", "changed") and _has_little(saved.page):
            self._terminal.trouble(
                f"It has only {counted(saved.page.words, 'word')} to read: "
                "it may be a mere list of links, or ask for a sign-in."
            )
        self.doing = "Saved, but not all that belongs to it"
        self._follow(saved)

    def _saved(self, target: str, on_progress: Callable[[int, int | None], None]) -> Saved:
        if not self._from_archive:
            return self._shelf.save(named(self._shelf, target), on_progress=on_progress)
        saved = self._shelf.save_archived(target)
        if saved is None:
            raise ReaderError("The Internet Archive has no copy of this page. Check its address.")
        return saved

    def _way_out(self, target: str, error: CacheError | ReaderError) -> str:
        is_gone = isinstance(error, HttpRefused) and error.is_gone
        if not is_gone or self._from_archive:
            return ""
        if self._shelf.is_saved(target):
            return " Your copy stays."
        return f" To ask the Internet Archive for its latest copy: reader save --archived {target}"

    def _follow(self, saved: Saved) -> None:
        terminal = self._terminal
        is_told = not self._limits.depth

        def on_progress(progress: SavingProgress) -> None:
            nonlocal is_told
            if not is_told:  # only where there is something to follow
                is_told = True
                terminal.note(limits_sentence(saved.page.url, self._limits))
            terminal.progress(progress.done, progress.total, progress.title)

        outcome = follow(
            self._shelf, saved.page, saved.document, self._limits, on_progress=on_progress
        )
        for page in outcome.kept:
            if page.id not in outcome.known:
                terminal.line(f"Saved with it: {name_of(page)}")
        if outcome.known:
            terminal.line(f"Already here: {counted(len(outcome.known), 'page')} that it leads to.")
        if self._limits.depth and not (outcome.kept or outcome.failed or outcome.left):
            is_file = is_file_url(saved.page.url)
            elsewhere = "file in its folder" if is_file else "page of its site"
            terminal.line(f"It links to no other {elsewhere}.")
        if outcome.failed:
            _tell_failed(outcome, terminal)
        if outcome.stopped_by:
            self.failed += 1
            left = f"{counted(outcome.left, 'link')} left for the next time."
            terminal.trouble(f"{outcome.stopped_by} {left}")
        elif outcome.is_full:
            terminal.trouble(
                f"That is as much as is kept of one site: {counted(outcome.left, 'link')} left out."
            )


def _has_little(page: Page) -> bool:
    """Whether what the web gave is perhaps not what was meant; a person's own short file is."""
    return page.words < _LITTLE_WORDS and not is_file_url(page.url)


def _tell_failed(outcome: FollowOutcome, terminal: Terminal) -> None:
    _tell_grouped(outcome.failed, terminal, "Not kept with it")


def _tell_grouped(failed: Sequence[tuple[str, str]], terminal: Terminal, what: str) -> None:
    """Name what failed, reason by reason, each reason once."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in failed:
        by_reason.setdefault(reason, []).append(name)
    for reason, names in by_reason.items():
        named = ", ".join(names[:_NAMED])
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        terminal.trouble(f"{what}: {named}{more}. {reason}")


def _progress(
    terminal: Terminal, index: int, count: int, target: str
) -> Callable[[int, int | None], None]:
    def show(received: int, expected: int | None) -> None:
        part = min(received / expected, 1.0) if expected else 0.0
        terminal.progress(index + part * 0.99, count, Path(target).name if count > 1 else target)

    return show


def update(targets: Sequence[str], shelf: Shelf, terminal: Terminal) -> int:
    """Look for newer forms of what is named, else of everything; what changed is told, and what cannot be looked up."""
    from reader.control import updating  # noqa: PLC0415 - only for this command

    pages: list[Page] = []
    for target in targets:
        page = shelf.page(named(shelf, target))
        if page is None:
            terminal.trouble(f"“{target}” is not saved. To save it: reader save {target}")
            return 1
        pages += [page] if page not in pages else []

    def on_progress(progress: SavingProgress) -> None:
        terminal.progress(progress.done, progress.total, progress.title)

    def on_page(entry: Updated) -> None:
        _tell_updated(entry, terminal)

    try:
        outcome = (
            updating.update_some(shelf, pages, on_progress=on_progress, on_page=on_page)
            if targets
            else updating.update(shelf, on_progress=on_progress, on_page=on_page)
        )
    except KeyboardInterrupt:
        terminal.trouble(STOPPED)
        return 1
    unreachable = [
        (entry.page.title or entry.page.url, entry.sentence)
        for entry in outcome.looked_up
        if entry.outcome == "unreachable"
    ]
    _tell_grouped(unreachable, terminal, "Not looked up")
    terminal.line(_summary(outcome))
    return 1 if unreachable else 0


def _tell_updated(entry: Updated, terminal: Terminal) -> None:
    said = {
        "changed": "Changed",
        "gone": "Gone from the web, your copy stays",
        "kept_old": _OUTCOMES["kept_old"],
    }.get(entry.outcome)
    if said:
        terminal.line(f"{said}: {name_of(entry.page)}")


def _summary(outcome: UpdateOutcome) -> str:
    if not outcome.looked_up:
        return "Nothing is saved yet."
    parts = [
        (len(outcome.pages("changed")), "changed"),
        (len(outcome.pages("same")) + len(outcome.pages("kept_old")), "as before"),
        (len(outcome.pages("gone")), "gone from the web and kept here"),
        (len(outcome.pages("unreachable")), "not looked up"),
        (outcome.before, "looked up before"),
    ]
    told = ", ".join(f"{count} {words}" for count, words in parts if count)
    return f"{counted(len(outcome.looked_up) + outcome.before, 'page')}: {told}."
