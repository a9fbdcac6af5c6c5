"""Files and papers: tables and queries."""
