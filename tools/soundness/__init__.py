"""Random models, random mutations and random walks: what the checker passes must run to its end."""
