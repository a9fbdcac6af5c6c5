"""Versions of procedures: tables and queries."""
