"""Who was heard and who was not, what waits, where to go next."""
