"""Points in, segments and the evidence for their number out."""
