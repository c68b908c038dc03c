"""The programs that put packages into an environment: uv where it is, else venv and pip.

What the person has set for them (where the packages come from, certificates, proxies, caches) is respected;
settings that would send the packages elsewhere, or refuse, are not.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from reader.launch.environment import Environment
from reader.launch.progress import Progress

KEPT_SETTINGS = (
    "INDEX", "FIND_LINKS", "CACHE", "CERT", "TLS", "PROXY", "TIMEOUT", "RETRIES", "TRUSTED_HOST", "INSECURE_HOST",
    "KEYRING", "CONFIG_FILE", "OFFLINE",
)  # fmt: skip
"""Words in the names of those PIP_ and UV_ variables that say where packages come from."""

SAME_IN_UV = {
    "PIP_INDEX_URL": "UV_DEFAULT_INDEX",
    "PIP_EXTRA_INDEX_URL": "UV_INDEX",
    "PIP_FIND_LINKS": "UV_FIND_LINKS",
    "PIP_NO_INDEX": "UV_NO_INDEX",
}
"""uv does not read pip's settings; where it fails for want of one from a file of pip's, pip has its turn."""

UV_SEPARATOR = {"UV_FIND_LINKS": ","}
"""What stands between several values, where it is not the space that pip has."""

FIRST_PIP_FOR_OTHERS = (22, 3)
"""The first pip that can install for another Python. Source: pip's changelog, 22.3, `--python`."""

PACKAGE_LINE = re.compile(
    r"Collecting ([\w.-]+)|Processing .*?(\w+)-\d[^/\\]*\.(?:whl|tar\.gz|zip)"
)
"""What pip says when it turns to a package; the second where it lies in a folder."""

DISK_FULL = "The disk is full; make some 300 megabytes of room, then start again."
NO_NETWORK = "The packages could not be fetched, and the first start needs the network once; connect, then start again."
CAUSES = (
    (r"no space left|disk quota", DISK_FULL),
    (
        r"do not match the hashes|hash mismatch",
        "A package came otherwise than it was made, perhaps because a sign-in page of your network stands in "
        "between; open any page in a browser, then start again.",
    ),
    (
        r"certificate|sslerror",
        "The secure connection to the packages was not trusted; check the date of this machine and the "
        "certificates set for pip, then start again.",
    ),
    (
        r"connection|resolution|unreachable|timed? ?out|getaddrinfo|dns error|error sending|retrying",
        NO_NETWORK,
    ),
    (
        r"from versions: none",
        "The packages were not found; see that the network is there, and the index that pip is set to, then "
        "start again.",
    ),
    (
        r"failed building|failed to build|metadata-generation-failed|subprocess-exited-with-error",
        "A package has to be built on this machine, and that failed; install a C compiler and Python's headers "
        "(on Debian: sudo apt install build-essential python3-dev), then start again.",
    ),
)
"""What a program's output tells about why it failed; the first that fits."""

UNKNOWN_CAUSE = "The packages could not be installed; read the end of {log}, mend what it says, then start again."
NO_INSTALLER = "Python's own installer is missing here; {remedy}, then start again."


class CannotInstall(Exception):
    """The packages are not there; `str()` is one plain sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended."""

    status: int
    output: str
    """Both its streams."""


@dataclass(frozen=True, slots=True)
class Runner:
    """Starts the programs, in the settings that they may see."""

    settings: Mapping[str, str]
    """Environment variables."""
    keep_open: int
    """Descriptor that they inherit, so that the lock is held until the last of them ends."""

    def run(self, *command: str, on_line: Callable[[str], None] | None = None) -> Outcome:
        """Run to the end, handing on each line as it comes."""
        inherited = () if os.name == "nt" else (self.keep_open,)
        lines = []
        try:
            process = subprocess.Popen(
                command, env=self.settings, pass_fds=inherited, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
            )  # fmt: skip
        except OSError as problem:
            return Outcome(127, str(problem))
        with process:
            assert process.stdout is not None
            try:
                for line in process.stdout:
                    lines.append(line)
                    if on_line is not None:
                        on_line(line.strip())
            except BaseException:
                process.terminate()
                raise
        return Outcome(process.returncode, "".join(lines))


def settings_for_installers(person: Mapping[str, str]) -> dict[str, str]:
    """Return the person's environment variables without those that lead a package astray."""
    settings = {name: value for name, value in person.items() if _is_kept(name.upper())}
    for pip, uv in SAME_IN_UV.items():
        if pip in settings:
            settings.setdefault(uv, settings[pip].replace(" ", UV_SEPARATOR.get(uv, " ")))
    settings.setdefault("PIP_RETRIES", "2")
    return settings | {
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_REQUIRE_VIRTUALENV": "0",
        "PIP_USER": "0",
        "PYTHONSAFEPATH": "1",
        "PYTHONUTF8": "1",
    }


def _is_kept(name: str) -> bool:
    if name.startswith(("PIP_", "UV_")):
        return any(word in name for word in KEPT_SETTINGS)
    return not name.startswith("PYTHON") and name not in {
        "VIRTUAL_ENV",
        "CONDA_PREFIX",
        "__PYVENV_LAUNCHER__",
    }


def install(environment: Environment, runner: Runner, progress: Progress) -> None:
    """Make a Python in the environment's folder, which exists, and put the packages of its lock there.

    Raises `CannotInstall`.
    """
    failed = Outcome(0, "")
    uv = shutil.which("uv", path=runner.settings.get("PATH"))
    if uv is not None:
        failed = _install_with_uv(uv, environment, runner, progress)
        if failed.status == 0:
            return
        progress.say("uv could not do it; trying pip.")
    pip = _make_with_venv(environment, runner)
    if pip is not None:
        failed = _install_with_pip(pip, environment, runner, progress)
        if failed.status == 0:
            return
    elif uv is None or _cause(failed.output) is None:
        raise CannotInstall(NO_INSTALLER.format(remedy=_remedy()))
    raise CannotInstall(_cause(failed.output) or _unknown_cause(environment, failed.output))


def _install_with_uv(
    uv: str, environment: Environment, runner: Runner, progress: Progress
) -> Outcome:
    made = runner.run(
        uv,
        "venv",
        "--quiet",
        "--allow-existing",
        "--no-project",
        "--python",
        sys.executable,
        environment.folder,
    )
    if made.status != 0:
        return made

    def show(line: str) -> None:
        if line.startswith(("Downloading", "Prepared", "Installed")):
            progress.say(f"  {line}")

    return runner.run(
        uv, "pip", "install", "--python", environment.python, "--require-hashes", "--no-deps", "--compile-bytecode",
        "--requirements", environment.lock, on_line=show,
    )  # fmt: skip


def _make_with_venv(environment: Environment, runner: Runner) -> tuple[str, ...] | None:
    """Return the start of a pip command for a new environment, or None where there is none to be had."""
    if runner.run(sys.executable, "-m", "venv", "--without-pip", environment.folder).status != 0:
        return None
    if runner.run(environment.python, "-I", "-m", "ensurepip").status == 0:
        return (environment.python, "-I", "-m", "pip")
    machines_own = (sys.executable, "-m", "pip")
    version = re.match(r"pip (\d+)\.(\d+)", runner.run(*machines_own, "--version").output)
    if version and tuple(map(int, version.groups())) >= FIRST_PIP_FOR_OTHERS:
        return (*machines_own, "--python", environment.python)
    return None


def _install_with_pip(
    pip: tuple[str, ...], environment: Environment, runner: Runner, progress: Progress
) -> Outcome:
    total = len(packages_for(Path(environment.lock).read_text(encoding="utf-8"), sys.platform))
    done = 0

    def show(line: str) -> None:
        nonlocal done
        if found := PACKAGE_LINE.match(line):
            done += 1
            progress.part(done, total, found[1] or found[2])
        elif line.startswith("Installing collected"):
            progress.say("  Putting them in place")

    return runner.run(
        *pip, "install", "--require-hashes", "--no-deps", "--progress-bar=off", "--requirement", environment.lock,
        on_line=show,
    )  # fmt: skip


def packages_for(lock: str, platform: str) -> set[str]:
    """Return the names that a lock pins on a platform, named as `sys.platform` names it."""
    pins = re.findall(r"^([\w.-]+)==\S+(.*)$", lock, flags=re.MULTILINE)
    return {
        name for name, marker in pins
        if (only := re.search(r"sys_platform == '(\w+)'", marker)) is None or only[1] == platform
    }  # fmt: skip


def _cause(output: str) -> str | None:
    """Return the sentence for what a program complained of, or None where it is not known."""
    return next((say for signs, say in CAUSES if re.search(signs, output, re.IGNORECASE)), None)


def _unknown_cause(environment: Environment, output: str) -> str:
    """Keep what the installer said in a file, and return the sentence that names it."""
    log = Path(environment.folder + ".log")
    log.write_text(output, encoding="utf-8")
    return UNKNOWN_CAUSE.format(log=log)


def _remedy() -> str:
    if shutil.which("apt"):
        return "install it with 'sudo apt install python3-venv'"
    return "install the venv and pip modules of your Python, or uv"
