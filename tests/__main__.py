"""Runs the tests in an environment of their own: `python3 -m tests [pytest arguments]`."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.realpath(__file__))))

import run


def main():
    """Run pytest with the arguments of the command line; the exit status is pytest's."""
    command = ["-m", "tests"] + sys.argv[1:]
    run.insist_on_new_python(sys.version_info, command, os.environ.get("PATH", ""))
    from reader.launch import environment

    lock = os.path.join("tests", "requirements.lock")
    return environment.start(".venv-tests", lock, "pytest", sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
