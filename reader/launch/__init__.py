"""From a checkout to a running program: finds the environment, makes it where it is missing, goes over into it.

Runs in the person's own Python, with nothing but the standard library; never imports the reader, and is not
part of the installed package.
"""
