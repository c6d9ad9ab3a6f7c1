"""What if: assumed values, targets and weights on top of the files, and keeping them as edits."""
