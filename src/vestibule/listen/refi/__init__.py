"""What people coded in another program: REFI-QDA codebooks and projects."""
