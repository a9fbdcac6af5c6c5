"""The audit: use cases."""
