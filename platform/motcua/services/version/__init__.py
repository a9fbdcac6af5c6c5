"""Versions of procedures: use cases."""
