"""Starts Hands-Off Reader from a checkout: `python3 run.py [ARGUMENTS]`, with a stock Python and nothing else.

The first time, `reader.launch.first_run` makes an environment beside this file; later starts go straight over into it.
This file is read by whatever Python the person has, so it must parse on an old one to say that it is too old.
"""

import os
import sys

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
"""Commands that are a newer Python where `python3` is still an old one, as on macOS."""


def newer_python(search_path):
    """Return the path of a Python that is new enough, or None; a name found may still be an empty promise."""
    import subprocess

    for folder in search_path.split(os.pathsep):
        for name in NEWER:
            path = os.path.join(folder, name)
            if os.path.isabs(path) and os.access(path, os.X_OK):
                check = "import sys; sys.exit(sys.version_info[:2] < %r)" % (OLDEST,)
                try:
                    process = subprocess.Popen(
                        [path, "-c", check], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
                    )
                except OSError:
                    continue
                process.communicate()
                if process.returncode == 0:
                    return path
    return None


def insist_on_new_python(version, command, search_path):
    """Go on under a newer Python where this one is too old, or leave with a sentence that says what to do."""
    if version[:2] >= OLDEST:
        return
    path = newer_python(search_path)
    if path is not None:
        sys.stderr.flush()
        os.execv(path, [path] + command)
    sys.exit(
        "Hands-Off Reader needs Python %d.%d or newer, and this is Python %d.%d; install a newer one from "
        "python.org or with your system's packages, then start again."
        % (OLDEST + tuple(version[:2]))
    )


def main():
    """Start the reader with the arguments of the command line."""
    insist_on_new_python(sys.version_info, sys.argv, os.environ.get("PATH", ""))
    sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
    from reader.launch import environment

    name = '"%s"' % sys.argv[0] if " " in sys.argv[0] else sys.argv[0]
    os.environ["READER_TYPED"] = ("py " if os.name == "nt" else "python3 ") + name
    return environment.start(
        ".venv", os.path.join("reader", "requirements.lock"), "reader", sys.argv[1:]
    )


if __name__ == "__main__":
    sys.exit(main())
