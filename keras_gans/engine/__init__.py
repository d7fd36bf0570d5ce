"""What the step stands on. Private: import from `keras_gans` itself instead."""
