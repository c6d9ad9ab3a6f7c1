"""View 1: the cascade as a tree, with the selected item's detail."""
