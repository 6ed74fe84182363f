"""Any file or frame in, a source out: a table in an engine, and how it was read."""
