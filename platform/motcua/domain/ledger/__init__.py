"""The clocks of a dossier, from its events: rules."""
