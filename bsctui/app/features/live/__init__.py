"""The files on disk are watched; what others write shows at once."""
