"""How large a source may be."""

# bytes of one file; the largest plans with pictures are under 50 MB
MAX_FILE_BYTES = 64 * 1024 * 1024
# seconds that LibreOffice may take for one document
OFFICE_SECONDS = 120
# characters of one line of JSON lines
MAX_RECORD_CHARACTERS = 16 * 1024 * 1024
