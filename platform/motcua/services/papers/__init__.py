"""Files and papers: use cases."""
