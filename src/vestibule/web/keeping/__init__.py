"""What whoever keeps the machine does: load, export, back up, restore, ask its health."""
