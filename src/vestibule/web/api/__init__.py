"""How does a program speak with the site? `/api/v1/`: five things, and no sixth."""
