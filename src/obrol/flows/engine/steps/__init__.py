"""Step types, one file each: options, exits, what a channel needs for it, and the pure `enter` and `resume`.

The file's name is the type's name in documents, in the editor and in docs/steps (with hyphens); a test compares them.
A new type is a file here, a line in `registry.py` and a page in docs/steps.
"""
