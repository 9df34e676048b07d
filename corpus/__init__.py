"""What was said: the values of the record, the store that holds them, and the errors."""
