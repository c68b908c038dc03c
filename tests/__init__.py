"""The tests; a package, so that no other `tests` that is installed on a machine can stand in its place."""
