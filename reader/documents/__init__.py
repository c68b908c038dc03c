"""Bytes in, `Document` out. Pure: no files, no network, no clock."""
