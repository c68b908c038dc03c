"""Which installer has its turn, what it is given, and what is said when none can do it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reader.launch.environment import Environment
from reader.launch.installers import (
    CannotInstall,
    Outcome,
    install,
    packages_for,
    settings_for_installers,
)
from reader.launch.progress import Progress


@dataclass
class Machine:
    """A machine on which programs answer as told: words of a command, and how it ends; otherwise well."""

    answers: Mapping[str, Outcome]
    settings: Mapping[str, str]
    commands: list[str] = field(default_factory=list)

    def run(self, *command: str, on_line: Callable[[str], None] | None = None) -> Outcome:
        line = " ".join(command)
        self.commands.append(line)
        outcome = next(
            (outcome for words, outcome in self.answers.items() if words in line), Outcome(0, "")
        )
        for said in outcome.output.splitlines() if on_line else ():
            on_line(said)
        return outcome


def failed(output: str = "") -> Outcome:
    return Outcome(1, output)


@pytest.fixture
def here(tmp_path: Path) -> Environment:
    lock = tmp_path / "requirements.lock"
    lock.write_text("tiny-part==1.0 --hash=sha256:00\n", encoding="utf-8")
    return Environment(str(tmp_path / ".venv"), str(lock))


@pytest.fixture
def with_uv(tmp_path: Path) -> dict[str, str]:
    """Settings in which uv is found."""
    uv = tmp_path / "commands" / "uv"
    uv.parent.mkdir()
    uv.touch(mode=0o755)
    return {"PATH": str(uv.parent), "PATHEXT": ""}


WITHOUT_UV = {"PATH": ""}


def run_install(
    here: Environment, settings: Mapping[str, str], answers: Mapping[str, Outcome]
) -> Machine:
    machine = Machine(answers, settings)
    install(here, machine, Progress(io.StringIO()))
    return machine


def test_uv_does_it_alone_where_it_is(here: Environment, with_uv: dict[str, str]) -> None:
    machine = run_install(here, with_uv, {})
    assert len(machine.commands) == 2
    assert all("uv" in command for command in machine.commands)
    assert "--require-hashes" in machine.commands[-1]


def test_pip_has_its_turn_where_uv_cannot(here: Environment, with_uv: dict[str, str]) -> None:
    machine = run_install(here, with_uv, {"uv pip": failed("dns error")})
    assert "-m pip install --require-hashes" in machine.commands[-1]
    assert machine.commands[-1].startswith(here.python)


def test_without_ensurepip_the_machines_own_pip_does_it(here: Environment) -> None:
    machine = run_install(
        here,
        WITHOUT_UV,
        {"-m ensurepip": failed(), "--version": Outcome(0, "pip 23.0.1 from somewhere")},
    )
    assert f"-m pip --python {here.python} install --require-hashes" in machine.commands[-1]


@pytest.mark.parametrize(
    "answer", [Outcome(0, "pip 20.3.4 from somewhere"), failed("No module named pip")]
)
def test_without_any_pip_it_says_what_to_install(here: Environment, answer: Outcome) -> None:
    with pytest.raises(
        CannotInstall, match=r"installer is missing here; install .*, then start again"
    ):
        run_install(here, WITHOUT_UV, {"-m ensurepip": failed(), "--version": answer})


def test_without_venv_it_says_what_to_install(here: Environment) -> None:
    with pytest.raises(CannotInstall, match="installer is missing here"):
        run_install(here, WITHOUT_UV, {"-m venv": failed("No module named venv")})


def test_without_venv_and_network_the_network_is_what_to_mend(
    here: Environment, with_uv: dict[str, str]
) -> None:
    with pytest.raises(CannotInstall, match="needs the network once"):
        run_install(
            here,
            with_uv,
            {"uv pip": failed("dns error"), "-m venv": failed("No module named venv")},
        )


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ConnectTimeoutError(..., 'Connection to x timed out.')", "needs the network once"),
        ("[Errno -3] Temporary failure in name resolution", "needs the network once"),
        (
            "connection broken by SSLError(SSLCertVerificationError(",
            "check the date of this machine",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE",
            "came otherwise",
        ),
        ("ERROR: Could not find a version (from versions: none)", "packages were not found"),
        ("error: subprocess-exited-with-error", "install a C compiler"),
    ],
)
def test_what_pip_complains_of_becomes_one_sentence(
    here: Environment, output: str, sentence: str
) -> None:
    with pytest.raises(CannotInstall, match=sentence) as problem:
        run_install(here, WITHOUT_UV, {"pip install": failed(output)})
    assert str(problem.value).endswith(".")
    assert "\n" not in str(problem.value)


def test_what_nobody_foresaw_is_kept_in_a_file(here: Environment) -> None:
    with pytest.raises(CannotInstall, match=r"\.venv\.log"):
        run_install(here, WITHOUT_UV, {"pip install": failed("the moon is in the way")})
    assert Path(here.folder + ".log").read_text(encoding="utf-8") == "the moon is in the way"


def test_where_packages_come_from_is_the_persons_choice() -> None:
    person = {
        "PIP_INDEX_URL": "https://index.example/simple",
        "PIP_CERT": "/certificates",
        "UV_CACHE_DIR": "/cache",
        "HTTPS_PROXY": "http://proxy.example",
        "HOME": "/home/somebody",
    }
    settings = settings_for_installers(person)
    assert person.items() <= settings.items()
    assert settings["UV_DEFAULT_INDEX"] == "https://index.example/simple"


def test_uvs_own_setting_wins_over_pips_for_uv() -> None:
    person = {"PIP_INDEX_URL": "https://one.example", "UV_DEFAULT_INDEX": "https://two.example"}
    assert settings_for_installers(person)["UV_DEFAULT_INDEX"] == "https://two.example"


@pytest.mark.parametrize(
    "name", ["PIP_TARGET", "PIP_PREFIX", "PIP_CONSTRAINT", "UV_PYTHON", "UV_SYSTEM_PYTHON", "PYTHONPATH", "PYTHONHOME",
             "PYTHONWARNINGS", "VIRTUAL_ENV", "CONDA_PREFIX"]
)  # fmt: skip
def test_what_leads_packages_astray_is_left_out(name: str) -> None:
    assert name not in settings_for_installers({name: "astray"})


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Collecting lxml==6.1 (from -r reader/requirements.lock (line 3))", "lxml"),
        ("Collecting mdit-py-plugins==0.7", "mdit-py-plugins"),
        (
            "Processing /some-1/folder here/tiny_part-1.0-py3-none-any.whl (from -r lock)",
            "tiny_part",
        ),
    ],
)
def test_each_part_that_pip_turns_to_is_shown(here: Environment, line: str, name: str) -> None:
    shown = io.StringIO()
    machine = Machine({"pip install": Outcome(0, f"{line}\n  Downloading it\n")}, WITHOUT_UV)
    install(here, machine, Progress(shown))
    assert shown.getvalue() == f"  1 of 1: {name}\n"


def test_several_folders_of_pips_are_several_for_uv() -> None:
    settings = settings_for_installers({"PIP_FIND_LINKS": "/one /two"})
    assert settings["UV_FIND_LINKS"] == "/one,/two"


def test_a_lock_counts_only_what_the_platform_needs() -> None:
    lock = (
        "# a remark\nlxml==6.1 \\\n    --hash=sha256:00\n"
        "pywin32==312 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"
        "pycparser==3.12 ; implementation_name != 'PyPy' \\\n    --hash=sha256:00\n"
    )
    assert packages_for(lock, "linux") == {"lxml", "pycparser"}
    assert packages_for(lock, "win32") == {"lxml", "pycparser", "pywin32"}
