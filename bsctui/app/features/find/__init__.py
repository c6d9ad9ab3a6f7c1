"""Finding: by name, along links, and in the line of sight."""
