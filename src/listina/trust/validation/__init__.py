"""Validation of what others signed: every signature, seal, mark and timestamp of a file, and one typed report of it."""
