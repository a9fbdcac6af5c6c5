"""Agencies: tables and queries."""
