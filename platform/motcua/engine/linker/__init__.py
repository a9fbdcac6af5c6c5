"""Called processes and decisions brought together."""
