"""The desk: an officer's list, a dossier with everything in it, and the next lawful action."""
