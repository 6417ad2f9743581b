"""Makes healthy PDFs with all that a reader may misread: nothing in them may be changed."""
