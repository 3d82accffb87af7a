"""The command line: thin calls into services. What a page can do, a command can do."""
