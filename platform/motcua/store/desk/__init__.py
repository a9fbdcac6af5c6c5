"""The officer's desk: tables and queries."""
