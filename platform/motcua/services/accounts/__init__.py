"""Accounts and signing in: use cases."""
