"""The model file, and the segment of every customer that it says."""
