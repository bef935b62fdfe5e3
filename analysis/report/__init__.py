"""What readers see: charts, tables, answers, the page."""
