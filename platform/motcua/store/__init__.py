"""PostgreSQL: tables and queries, one module per noun, and the unit of work."""
