"""A file or frame in, clean rows with a known meaning out."""
