"""What else is known of a person than the picture, by name."""
