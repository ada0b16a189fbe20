"""What a finished build consists of on disk, and how one takes the place of another.

Modules, lowest first:
* key_table: keys with numbers beside them, read in place
* term_store: how many items hold each ranking term
* term_counter: how that is counted
* spellings: the words of an index by how they are read and by what is left when a character falls out
* manifest: what a generation says of itself, and whether this program may read it
* item_store: the record of each item
* recent: parts of a file, of which those read last are kept
* text_store: comparable texts and lengths of each item
* text_arrays: the same of many items at once, with numpy
* columns: the values of a few fields, for sorting, counting and grouping
* document_table: what is known of each document, and where its items begin
* generations: where builds lie, and how the live one is opened
* builds: how one is begun, and switched to
"""
