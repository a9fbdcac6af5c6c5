"""Versions of procedures: screens."""
