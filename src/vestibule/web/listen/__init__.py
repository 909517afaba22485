"""What people said: gatherings, excerpts, statements, files that come in."""
