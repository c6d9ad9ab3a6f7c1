"""What a user can do in several views, a module or package each. Knows ui and core, no view."""
