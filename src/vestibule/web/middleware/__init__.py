"""What stands before and behind every view: one file each."""
