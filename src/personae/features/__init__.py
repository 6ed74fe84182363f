"""Clean rows in, the numeric feature space out."""
