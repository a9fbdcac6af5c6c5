"""Fees and payments: rules."""
