"""Subfolders that divide a data set: train, test, validation, in any spelling."""

import re

SPELLINGS = {
    "train": "train training trn",
    "test": "test tests testing tst eval evaluation heldout holdout",
    "validation": "val valid validation validate validating dev devel development",
}
ROLES = {word: role for role, words in SPELLINGS.items() for word in words.split()}
WORDS = "|".join(sorted(ROLES))
# train_set, TrainingData, images-train, val2017, test 64x64, X_train
TYPE = "(?:data)?(?:set|data|images?|imgs?|files?|split|folder|samples?|pictures?)"
FORM = re.compile(rf"(?:x|{TYPE})?({WORDS})(?:{TYPE})?[0-9x]*")
DOMAIN = re.compile(r"(?<=[a-z])[AB]$|[\W_]+[abAB]$")  # trainA and trainB of pix2pix
AT_AN_END = re.compile(rf"(?:.*[\W_])?({WORDS})[0-9]*|({WORDS})[\W_].*", re.IGNORECASE)


def role_of(name):
    """What a folder of this name is for: "train", "test", "validation" or None.

    Args:
        name: str, of a folder or a split.
    """
    plain = re.sub(r"[\W_]+", "", DOMAIN.sub("", name).casefold())
    found = FORM.fullmatch(plain)
    return found and ROLES[found[1]]


def roles_of(folders):
    """The role of each subfolder, None for a class: dict of name -> role.

    `bullet_train` is a class. Yet `mnist_train` beside `mnist_test` are splits: every
    name has the word of a split at an end, and they are not all of one split.
    """
    roles = {name: role_of(name) for name in folders}
    if not any(roles.values()):
        found = [AT_AN_END.fullmatch(name) for name in folders]
        words = [(match[1] or match[2]).casefold() for match in found if match]
        loose = [ROLES[word] for word in words]
        if len(loose) == len(roles) and len(set(loose)) > 1:
            return dict(zip(folders, loose, strict=True))
    return roles


def choose(folders, split):
    """Which subfolder holds a split.

    Args:
        folders: list of names of subfolders that hold images.
        split: str, the split that is asked for.

    Returns:
        The name of a subfolder; None if the folder is not divided.

    Raises:
        ValueError: if one subfolder is a split and another is not, if no subfolder is
            the split, or if several may be.
    """
    roles = roles_of(folders)
    named = [name for name, role in roles.items() if role]
    if not named:
        return None
    if len(named) < len(folders):
        other = next(name for name, role in roles.items() if not role)
        raise ValueError(
            "Subfolders must all be splits, or all be classes. Received: "
            f"{named[0]!r}, which is a split, beside {other!r}, which is none. Give "
            f"the folder {named[0]!r} itself, or rename one of them."
        )
    found = [name for name in folders if name.casefold() == split.casefold()]
    if not found or split == "train":
        role = role_of(split)
        found = [name for name in folders if role and roles[name] == role]
    if len(found) != 1:
        raise ValueError(
            f"One subfolder must hold the split. Received: split={split!r}, and "
            f"{found or 'none'} among the subfolders {sorted(folders)}. Give the "
            "folder itself that is meant, or another split=."
        )
    return found[0]
