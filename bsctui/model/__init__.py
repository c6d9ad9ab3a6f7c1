"""What the text means: entities, periods, names, links, problems and advice."""
