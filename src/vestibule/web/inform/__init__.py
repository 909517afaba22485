"""The release desk, the editions that are served, their languages."""
