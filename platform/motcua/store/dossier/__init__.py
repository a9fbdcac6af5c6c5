"""The life of a dossier: tables and queries."""
