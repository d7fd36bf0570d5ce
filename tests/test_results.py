"""From the folder of a run to a preset with a card, as one's own images need it."""

import json

import numpy as np
import pytest
from test_run import trained
from tiny_shelf import make_tiny, write_classes

import keras_gans as kg
from keras_gans import cli, presets, runs


@pytest.fixture(autouse=True)
def tiny(shelf, monkeypatch, tmp_path):
    make_tiny(monkeypatch, shelf)
    monkeypatch.chdir(tmp_path)


def test_a_run_of_ones_own_folder_becomes_a_preset(call, tmp_path):
    write_classes(tmp_path / "fruit")
    assert call("train conditional --data fruit --batch-size 4 --epochs 2")[0] == 0
    code, output, _ = call("export runs/conditional --format preset --out fruits")
    assert code == 0 and "kg.GAN.from_preset('fruits')" in output
    names = {path.name for path in (tmp_path / "fruits").iterdir()}
    weights = {"generator.weights.h5", "discriminator.weights.h5"}
    assert names == {
        *("config.json", "metadata.json", "README.md", "samples.png", "curves.png"),
        *weights,
    }
    loaded, trained_gan = kg.GAN.from_preset("fruits"), runs.load("runs/conditional")
    images = [gan.generate(6, seed=0) for gan in (loaded, trained_gan)]
    np.testing.assert_allclose(*images, atol=1e-6)
    facts = presets.read_metadata("fruits")
    assert facts["classes"] == ["apple", "pear", "plum"]
    assert facts["training"]["steps"] == int(trained_gan.step) == 6
    assert facts["training"]["epochs"] == 2 and facts["training"]["images"] == 24
    card = (tmp_path / "fruits" / "README.md").read_text()
    for word in ("# fruits", "samples.png", "curves.png", "0 apple, 1 pear, 2 plum"):
        assert word in card
    assert "Trained for 6 steps" in card and "Not measured" in card


def test_what_was_measured_of_the_same_step_goes_into_the_card(tmp_path):
    job = trained(tmp_path / "run")
    protocol = {"step": int(job.gan.step), "fake_images": 500, "reference_images": 400}
    row = {"value": 0.61, "real": 0.96, "better": "higher"}
    found = {"values": {"coverage_my1@500": row}, "protocol": protocol}
    path = tmp_path / "run" / "metrics.json"
    path.write_text(json.dumps(found))
    runs.save_preset(tmp_path / "run", tmp_path / "measured")
    assert "0.610 | 0.960" in (tmp_path / "measured" / "README.md").read_text()
    protocol["step"] += 1
    path.write_text(json.dumps(found))
    runs.save_preset(tmp_path / "run", tmp_path / "other")
    assert "Not measured" in (tmp_path / "other" / "README.md").read_text()


def test_images_that_no_network_knows_ask_for_one(call, tmp_path):
    """Images that no shipped network knows need a word, and a part kept apart."""
    write_classes(tmp_path / "fruit" / "train", count=34, side=28)
    write_classes(tmp_path / "fruit" / "test", count=34, side=28)
    line = "train vanilla --data fruit --batch-size 50 --epochs 1 --image-size 28"
    assert call(line)[0] == 0
    code, _, complaint = call("evaluate runs/vanilla --n 100")
    assert code == 2 and "No feature network knows" in complaint
    assert "fruit. Pass --network" in complaint
    code, output, _ = call("evaluate runs/vanilla --n 100 --network fashion1")
    assert code == 0 and "fd_fashion1@100" in output


def test_nothing_is_told_of_a_preset_that_lay_there_before(tmp_path):
    """Neither its card nor its curves belong to the new weights."""
    trained(tmp_path / "run")
    out = runs.save_preset(tmp_path / "run", tmp_path / "preset")
    assert "Trained for" in (out / "README.md").read_text()
    assert (out / "curves.png").exists()
    kg.GAN.from_preset(out).save_to_preset(out, config={"title": "Another"})
    card = (out / "README.md").read_text()
    assert "Another" in card and "Trained for" not in card
    assert not (out / "curves.png").exists() and (out / "samples.png").exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("export vanilla --format preset", "vanilla is a preset"),
        ("export vanila --format preset", "Did you mean 'vanilla'"),
        ("export run --format preset --dtype uint8", "--dtype is for the other"),
        ("export run --format preset --out full", "full exists. Pass --force"),
        ("export run --format preset --out full --force", "new or empty folder"),
    ],
)
def test_what_becomes_no_preset(call, tmp_path, line, words):
    trained(tmp_path / "run")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("years of work")
    code, _, complaint = call(line)
    assert code == 2 and words in complaint and complaint.count("\n") == 1
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["thesis.txt"]


def test_a_run_cut_short_in_its_first_epoch_becomes_one_too(tmp_path):
    job = trained(tmp_path / "run", epochs=1)
    (tmp_path / "run" / "history.csv").unlink()
    out = runs.save_preset(tmp_path / "run", tmp_path / "preset")
    assert presets.read_metadata(out)["training"]["epochs"] == 0
    assert kg.GAN.from_preset(out).generate(2).shape == (2, *job.gan.image_shape)
    assert cli.main(["generate", str(out), "--count", "2"]) == 0
