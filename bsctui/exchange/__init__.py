"""Other forms of what a workspace says: for slides, documents and other programs."""
