"""Image files that nobody can read: an error, or left out."""

import concurrent.futures

from keras_gans.data.decode import quiet_pillow, read_image
from keras_gans.data.notices import say
from keras_gans.data.progress import Progress
from keras_gans.utils.counts import counted
from keras_gans.utils.printable import printable

WAYS = ("raise", "skip")
NAMED = 4  # files in one line


def check_way(on_error):
    """Refuses what is neither "raise" nor "skip"."""
    if on_error not in WAYS:
        raise ValueError(
            '`on_error` must be "raise" or "skip". Received: '
            f'on_error={on_error!r}. "skip" leaves out files that cannot be read.'
        )


def sound(on_error, *listings):
    """Listings, with "skip" without files that cannot be read, which are said.

    Several listings are of one length, and lose the same places: pairs stay pairs.
    Every file is decoded for that.

    Args:
        on_error: "raise", which leaves the error to whoever reads the file, or "skip".
        *listings: `Listing`.

    Returns:
        List of `Listing`.

    Raises:
        ValueError: no file can be read; it says what is wrong with the first.
    """
    if on_error == "raise":
        return list(listings)
    found = [faults_of(listing) for listing in listings]
    kept = [i for i, faults in enumerate(zip(*found)) if not any(faults)]
    if not kept:
        raise ValueError(next(fault for fault in found[0] + found[-1] if fault))
    for listing, faults in zip(listings, found):
        tell(listing, faults)
    return [part(listing, kept) for listing in listings]


def faults_of(listing):
    """What is wrong with each file; None for those that can be read."""
    progress, found = Progress("Looking at images", len(listing.files)), []
    with quiet_pillow(), concurrent.futures.ThreadPoolExecutor() as pool:
        for fault in pool.map(fault_of, listing.paths):
            found.append(fault)
            progress.add(1)
    progress.end()
    return found


def fault_of(path):
    try:
        read_image(path)
    except ValueError as error:
        return str(error)
    return None


def tell(listing, faults):
    """Left out of photos: 2 images that cannot be read (a.png, b.png)."""
    names = [name for name, fault in zip(listing.files, faults) if fault]
    if names:
        shown = ", ".join([*names[:NAMED], *["..."] * (len(names) > NAMED)])
        count = counted(len(names), "image")
        say(
            f"Left out of {printable(listing.root)}: {count} that cannot be read "
            f"({shown})."
        )


def part(listing, kept):
    """The listing of some of its files."""
    labels = listing.labels
    return listing._replace(
        files=[listing.files[i] for i in kept],
        labels=labels if labels is None else labels[kept],
    )
