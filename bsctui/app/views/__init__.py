"""The views, a package each: what it shows and the commands that only it has."""
