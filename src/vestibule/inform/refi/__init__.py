"""A dossier's codes and coded excerpts, for programs that code texts (REFI-QDA)."""
