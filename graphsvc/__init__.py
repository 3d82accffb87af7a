"""Intelligence link-analysis graph service against child sexual exploitation."""

__version__ = "0.1.0"
