"""Segments in, what somebody could do about them out."""
