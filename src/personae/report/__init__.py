"""Results in; one JSON-ready document, and the page and pictures made from it, out."""
