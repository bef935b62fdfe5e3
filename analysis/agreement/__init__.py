"""Rules against hands, hand against hand."""
