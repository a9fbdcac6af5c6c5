"""How a dossier comes in: tables and queries."""
