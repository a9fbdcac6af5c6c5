"""Motcua: a low-code workflow platform for administrative procedures."""
