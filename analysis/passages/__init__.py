"""The paragraphs themselves: searched and quoted."""
