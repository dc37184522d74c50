"""What stated purposes speak of, by a list of words that anybody can read: `words.toml`.

Words are counted, nothing is understood. How often the list is right was read by hand
(docs/atlas.md).
"""
