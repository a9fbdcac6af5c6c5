"""What an administrator models: procedures, processes and their parts: rules."""
