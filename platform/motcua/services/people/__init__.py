"""People and what they may do: use cases."""
