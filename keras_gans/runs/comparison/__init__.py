"""Recipes side by side: the same data, the same number of images, several seeds."""
