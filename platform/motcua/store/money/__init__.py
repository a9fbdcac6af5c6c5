"""Fees and payments: tables and queries."""
