"""From a folder to the Hugging Face Hub, verified before it leaves."""

from typing import NamedTuple

from keras_gans.presets import loader, manifest
from keras_gans.presets.errors import PresetError
from keras_gans.presets.folders import METADATA, address_of, folder_of, hub_for


class Upload(NamedTuple):
    """What was sent, or would be.

    Args:
        address: of the repository, for a browser.
        files: dict of name -> bytes.
        commit: address of the commit; None if nothing was sent.
    """

    address: str
    files: dict
    commit: str | None = None


def upload(folder, handle, dry_run=False, private=None, message=None):
    """Sends a preset with its card to the Hugging Face Hub.

    The preset is loaded first, with all its hashes, so that what arrives is what
    `GAN.from_preset(handle)` reads. Only files that `metadata.json` lists are sent.
    Who you are is huggingface_hub's business: run `hf auth login` once.

    Args:
        folder: path of a preset, or a name on the shelf.
        handle: "hf://user/repo", made if there is none yet, or "hf://user/repo@branch",
            a branch that is there.
        dry_run: bool. True checks everything and sends nothing; it needs neither the
            network nor huggingface_hub.
        private: bool, who may see a new repository. None: as your account has it.
        message: str, of the commit.

    Returns:
        `Upload`.

    Raises:
        PresetError: a preset that is damaged or has no weights, a wrong handle, or
            whatever the Hub has to say.

    Example:
        gan.save_to_preset("my_gan")
        kg.presets.upload("my_gan", "hf://me/my-gan", dry_run=True).files
        kg.presets.upload("my_gan", "hf://me/my-gan")
        kg.GAN.from_preset("hf://me/my-gan")
    """
    repository, revision = address_of(handle)
    folder = folder_of(folder)
    files = verified(folder)
    planned = Upload(f"https://huggingface.co/{repository}", files)
    if dry_run:
        return planned
    hub = hub_for(handle)
    try:
        hub.create_repo(repository, private=private, exist_ok=True)
        commit = hub.upload_folder(
            repo_id=repository,
            folder_path=str(folder),
            revision=revision,
            allow_patterns=list(files),
            commit_message=message or f"Upload {folder.name} with keras-gans",
        )
    except Exception as error:  # of the network, of the account, of the Hub
        raise PresetError(
            f"{folder} cannot be sent to {handle}: {error}. Check your connection, and "
            "your account by `hf auth whoami`."
        ) from error
    return planned._replace(commit=str(commit.commit_url))


def verified(folder):
    """Names and sizes of the files of a preset that loads and is what it says."""
    loader.load(folder)
    metadata = manifest.read_in(folder)
    for name, facts in metadata["files"].items():
        manifest.read_verified(folder, name, metadata, facts["bytes"])
    sizes = {name: facts["bytes"] for name, facts in metadata["files"].items()}
    return {**sizes, METADATA: (folder / METADATA).stat().st_size}
