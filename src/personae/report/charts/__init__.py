"""Tables in, matplotlib figures out; nothing here fits, samples or counts."""
