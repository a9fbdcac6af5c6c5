"""Fees and payments: use cases."""
