"""Several files: which ones, and where their results go."""
