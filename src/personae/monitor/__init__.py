"""A model and a later one in, what stayed and what changed out."""
