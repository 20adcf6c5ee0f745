"""The commands, their keys and the files that bind the two; imports nothing of ours."""
