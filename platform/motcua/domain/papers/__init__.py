"""Files and papers: rules."""
