"""The audit: tables and queries."""
