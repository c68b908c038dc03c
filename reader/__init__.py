"""Hands-Off Reader: reads information pages aloud, steered with next to no key presses."""

__version__ = "0.1.0"
