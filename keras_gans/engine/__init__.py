"""What the train step stands on; private."""
