"""What the step stands on; private."""
