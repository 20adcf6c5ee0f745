"""The sub-commands of `spantag`; none of them imports Textual."""
