"""One small file an engine; each is imported when a url asks for it."""
