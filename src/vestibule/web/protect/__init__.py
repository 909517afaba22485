"""Who enters, who is of the team, what was done."""
