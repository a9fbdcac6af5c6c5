"""The life of a dossier: rules."""
