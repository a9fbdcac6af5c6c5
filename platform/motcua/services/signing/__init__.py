"""Digital signatures: use cases."""
