"""What is not the graph: accounts, sessions, import runs, products, files."""
