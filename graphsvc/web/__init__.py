"""HTTP only: pages (server-rendered HTML), the JSON API, static files."""
