"""Agencies: use cases."""
