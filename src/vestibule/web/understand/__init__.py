"""What did people say, and how widely is it shared? Coding, common ground, the map."""
