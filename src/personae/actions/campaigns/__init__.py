"""Who gets a campaign, who is held out, and the files that other tools load."""
