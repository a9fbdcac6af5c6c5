"""What an administrator models: procedures, processes and their parts: use cases."""
