"""A Space: a folder that holds all it needs, and is sent where it says."""

import json
import pathlib
import sys
import types

import pytest
from demo_pages import caption, mask

import keras_gans as kg
from contracts import play
from keras_gans import presets
from keras_gans.demo import Subject, hugging_face, write_space


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The Space of a preset of one's own."""
    folder = tmp_path_factory.mktemp("space")
    gan, config = play(caption()), {"name": "Hats: a GAN", "title": "GAN of <hats>"}
    gan.save_to_preset(folder / "hats", config=config)
    return write_space(str(folder / "hats"), folder / "out")


def test_it_holds_what_it_needs(made):
    names = {path.name for path in made.iterdir()}
    assert names == {"app.py", "requirements.txt", "README.md", "preset"}
    wanted = (made / "requirements.txt").read_text().split()
    assert wanted == [
        f"keras-gans=={kg.__version__}",
        f"gradio=={hugging_face.gradio_version()}",
    ]
    compile((made / "app.py").read_text(), "app.py", "exec")
    about = Subject.of(str(made / "preset"))
    assert about.name == "Hats: a GAN" and about.player.controls[0].name == "caption"


def test_its_front_matter_is_what_the_hub_reads(made):
    """Plain `key: value` lines: a name from outside adds none."""
    _, head, body = (made / "README.md").read_text().split("---\n", 2)
    facts = dict(line.split(": ") for line in head.splitlines() if ": " in line)
    assert facts["sdk"] == "gradio" and facts["app_file"] == "app.py"
    assert facts["sdk_version"] == hugging_face.gradio_version()
    assert facts["license"] == "other"  # of one's own, nobody knows
    assert facts["title"] == "Hats- a GAN"
    assert "python app.py" in body


def test_one_of_the_shelf_has_a_licence(tmp_path):
    folder = write_space("conditional_dcgan_mnist", tmp_path / "out")
    assert "license: apache-2.0" in (folder / "README.md").read_text()
    assert Subject.of(str(folder / "preset")).player.controls[0].choices[3] == ("3", 3)


def test_a_photo_to_begin_with_goes_along(tmp_path):
    gan = play(mask())
    gan.save_to_preset(tmp_path / "fill")
    from demo_pages import photos

    from keras_gans.callbacks import examples

    examples.write(tmp_path / "fill", None, {"photo": photos()})
    folder = write_space(str(tmp_path / "fill"), tmp_path / "out")
    (control,) = Subject.of(str(folder / "preset")).player.controls
    assert len(control.examples) == 2
    assert "preset/told.npz" in hugging_face.sizes_in(folder)


def test_a_dry_run_checks_and_sends_nothing(made, monkeypatch):
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    (made / "notes.txt").write_text("mine")
    plan = hugging_face.upload_space(made, "hf://me/hats", dry_run=True)
    assert plan.address == "https://huggingface.co/spaces/me/hats"
    assert {"app.py", "README.md", "preset/config.json"} < set(plan.files)
    assert "notes.txt" not in plan.files and plan.commit is None
    with pytest.raises(presets.PresetError, match="hf://user/repo"):
        hugging_face.upload_space(made, "me/hats", dry_run=True)


def test_it_is_sent_as_a_space(made, monkeypatch):
    calls = []

    def create_repo(repo_id, **options):
        calls.append((repo_id, options["repo_type"], options["space_sdk"]))

    def upload_folder(*, repo_id, folder_path, allow_patterns, **options):
        assert options["repo_type"] == "space" and "app.py" in allow_patterns
        assert pathlib.Path(folder_path) == made
        return types.SimpleNamespace(commit_url="https://hub/1")

    hub = types.SimpleNamespace(create_repo=create_repo, upload_folder=upload_folder)
    monkeypatch.setitem(sys.modules, "huggingface_hub", hub)
    assert hugging_face.upload_space(made, "hf://me/hats").commit == "https://hub/1"
    assert calls == [("me/hats", "space", "gradio")]


def test_a_damaged_preset_is_not_sent(made, tmp_path):
    import shutil

    spoilt = shutil.copytree(made, tmp_path / "spoilt")
    (spoilt / "preset" / "generator.weights.h5").write_bytes(b"no")
    with pytest.raises(presets.PresetError):
        hugging_face.upload_space(spoilt, "hf://me/hats", dry_run=True)


def test_from_the_command_line(made, tmp_path, call):
    code, said, _ = call(f"upload {made} hf://me/hats --dry-run --json")
    facts = json.loads(said)
    assert code == 0 and facts["address"].endswith("spaces/me/hats")
    out = tmp_path / "again"
    code, said, _ = call(f"export {made / 'preset'} --format space --out {out}")
    assert code == 0 and "app.py" in said and (out / "app.py").exists()
    code, _, complaint = call(f"export {made / 'preset'} --format space --out {out}")
    assert code == 2 and "--force" in complaint
