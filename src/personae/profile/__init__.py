"""Segments in; profiles, names, rules and neighbours out."""
