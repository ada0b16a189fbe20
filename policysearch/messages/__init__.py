"""What people are told, in Chinese and in English.

Modules, lowest first:
* catalogue: looks a message up by its key and fills it in

`en.toml` and `zh.toml` hold the same keys with the same placeholders.
"""
