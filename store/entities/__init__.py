"""The recogniser: rule files, gazetteers, matching, overlap policy."""
