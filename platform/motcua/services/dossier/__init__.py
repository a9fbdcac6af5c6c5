"""The life of a dossier: use cases."""
