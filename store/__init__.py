"""Reports, entities, tags and files: the headless half, without Textual and Rich."""
