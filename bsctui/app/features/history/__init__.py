"""The past of the selected item, and the workspace as another revision had it."""
