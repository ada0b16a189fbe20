"""How large a source may be and how much it may cost: all limits on what is read."""

MEGABYTE = 1024 * 1024

# bytes of one file, also of one in an archive; the largest plans with pictures are under 50 MB
MAX_FILE_BYTES = 64 * MEGABYTE
# characters of one document: the longest collections of laws have some 2 million, and the analyzer takes seconds for that
MAX_CHARACTERS = 4_000_000
# tags of one web page: those of the longest laws have some 50,000, and half a million cells take seconds and 300 MB
MAX_TAGS = 500_000
# seconds that LibreOffice may take for one document
OFFICE_SECONDS = 120
# characters of one line of JSON lines
MAX_RECORD_CHARACTERS = 16 * 1024 * 1024
# pages of one document; the longest collections of laws have some 3,000
MAX_PAGES = 5_000

# bytes that the list of a zip file's entries takes, which is read in one piece: some 60,000 entries
MAX_LISTING_BYTES = 4 * MEGABYTE

# bytes of one part of a package as unpacked; the main part of the longest plans is under 10 MB
MAX_PART_BYTES = 64 * MEGABYTE
# bytes of all parts that are read
MAX_PACKAGE_BYTES = 128 * MEGABYTE
# tags and attributes of one part: a tree takes some 130 bytes for each, however short it is written
MAX_MARKUP = 4_000_000
MAX_PARTS = 20_000

# files in an archive, those in archives inside it included, and the bytes of all of them as unpacked
MAX_MEMBERS = 20_000
MAX_ARCHIVE_BYTES = 4096 * MEGABYTE
# how many times smaller a file may be packed, from a size on that costs something; text shrinks to a tenth, and blank
# space to a thousandth
MAX_RATIO, RATIO_BYTES = 200, MEGABYTE
# how many archives may lie one inside the other
MAX_NESTING = 3
