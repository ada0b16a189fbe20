"""How large a source may be."""

# bytes of one text file; the largest laws and plans are under 3 MB
MAX_TEXT_BYTES = 64 * 1024 * 1024
# characters of one line of JSON lines
MAX_RECORD_CHARACTERS = 16 * 1024 * 1024
