"""Where a score comes from and why it changed."""
