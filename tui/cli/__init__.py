"""The sub-commands of `spantag`; none of them imports Textual."""

INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it: 128 and the number of the signal."""
