"""People and what they may do: tables and queries."""
