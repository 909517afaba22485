"""In which order does a portrait speak? One module a chapter."""
