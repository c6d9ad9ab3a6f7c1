"""What an editor asks about a text: colours, what may stand at a place, what a name means, who names it. Pure."""
