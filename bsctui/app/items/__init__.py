"""Commands on the selected item, the same in every view: find it, follow its links, edit it."""
