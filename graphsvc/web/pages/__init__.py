"""The pages, rendered on the server; every one works without JavaScript."""
