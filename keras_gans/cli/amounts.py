"""Numbers as people write them at the command line: types for `argparse`."""

import argparse
import fractions
import re

MANY = re.compile(r"(\d+\.?\d*)([kKM]?)")
THOUSANDS = {"": 1, "k": 1000, "K": 1000, "M": 1_000_000}


def whole(least):
    """An argparse type: an int of at least `least`."""

    def number(text):
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"must be at least {least}, got {text}")
        return value

    number.__name__ = "whole number"
    return number


def many(text):
    """An argparse type: 500000, 500k or 0.5M."""
    found = MANY.fullmatch(text.strip().replace("_", "").replace(",", ""))
    value = fractions.Fraction(found[1]) * THOUSANDS[found[2]] if found else 0
    if value < 1 or value.denominator > 1:
        raise argparse.ArgumentTypeError(f"takes 500000, 500k or 0.5M, got {text}")
    return int(value)


def devices(text):
    """An argparse type: "all", or how many."""
    return text if text == "all" else whole(1)(text)


def port(text):
    value = whole(1)(text)
    if value > 65535:
        raise argparse.ArgumentTypeError(f"must be at most 65535, got {text}")
    return value


def positive(text):
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"must be above 0, got {text}")
    return value
