"""The officer's desk: use cases."""
