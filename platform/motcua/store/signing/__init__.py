"""Digital signatures: tables and queries."""
