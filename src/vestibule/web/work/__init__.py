"""Long work: what is done, the worker that does it, the page that shows it."""
