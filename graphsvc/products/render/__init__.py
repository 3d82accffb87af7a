"""Documents as files: stand-alone HTML and tagged PDF, from the same document model."""
