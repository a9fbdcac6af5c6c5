"""A running process."""
