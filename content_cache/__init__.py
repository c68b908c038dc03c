"""Fetched pages kept for offline use. Knows bytes and addresses, never sentences."""

__version__ = "0.1.0"
