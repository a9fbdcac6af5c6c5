"""Accounts and signing in: tables and queries."""
