"""From a folder to the Hugging Face Hub, verified before it leaves."""

from typing import NamedTuple

from keras_gans.presets import loader
from keras_gans.presets.folders import METADATA, address_of, folder_of, hub_for
from keras_gans.presets.format import manifest
from keras_gans.presets.format.errors import PresetError
from keras_gans.utils.types import PathLike


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


def upload(
    folder: PathLike,
    handle: str,
    dry_run: bool = False,
    private: bool | None = None,
    message: str | None = None,
) -> Upload:
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
    repository, _ = address_of(handle)
    folder = folder_of(folder)
    planned = Upload(f"https://huggingface.co/{repository}", verified(folder))
    if dry_run:
        return planned
    message = message or f"Upload {folder.name} with keras-gans"
    return sent(planned, folder, handle, private, message)


def sent(planned, folder, handle, private, message, **kind):
    """Sends the files of a plan; the plan with the address of the commit.

    Args:
        planned: `Upload`, of which nothing was sent yet.
        folder: path in which its files lie.
        handle, private, message: as for `upload`.
        **kind: `repo_type` and more for a repository that is no model's.

    Raises:
        PresetError: whatever the Hub has to say.
    """
    hub, (repository, revision) = hub_for(handle), address_of(handle)
    repo_type = kind.get("repo_type")
    try:
        hub.create_repo(repository, private=private, exist_ok=True, **kind)
        commit = hub.upload_folder(
            repo_id=repository,
            folder_path=str(folder),
            revision=revision,
            allow_patterns=list(planned.files),
            commit_message=message,
            **({"repo_type": repo_type} if repo_type else {}),
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
