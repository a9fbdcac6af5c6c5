"""How a dossier comes in: use cases."""
