"""`kill -9` at random moments: what is done stays, nothing is torn, the next run completes."""
