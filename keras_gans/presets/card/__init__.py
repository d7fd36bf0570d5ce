"""The page that says what a preset is: out of its config and its metadata."""
