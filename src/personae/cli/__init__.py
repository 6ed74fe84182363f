"""Parse what was typed, call the workflow, print what came back; no arithmetic."""
