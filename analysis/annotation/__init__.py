"""Rules on one document: acts, demands, who is asked, themes, people."""
