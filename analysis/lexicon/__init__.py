"""What is known beforehand: phrase tables, codes, languages, dates, references, settings, errors."""
