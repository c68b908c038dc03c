"""Fetched pages kept for offline use. Knows bytes and addresses, never sentences."""
