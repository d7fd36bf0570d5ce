"""What others brought along: TensorBoard, W&B, MLflow, TFDS, the Hub, the terminal."""

import contextlib
import io
import os
import pathlib
import re
import sys
import types

import keras
import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

import keras_gans as kg
from contracts import CLASSES, SHAPE, dataset_for, dcgan, mlp, play, vanilla
from keras_gans import presets


def fit(gan, *callbacks, epochs=2):
    return gan.fit(dataset_for(gan), epochs=epochs, verbose=0, callbacks=[*callbacks])


def quick(gan):
    return play(gan, run_eagerly=True)


# === TensorBoard ===


def pictures_in(folder):
    """step -> array, of the sheets in a folder of events."""
    from tensorboard.backend.event_processing import event_accumulator
    from tensorflow import io

    events = event_accumulator.EventAccumulator(
        str(folder), size_guidance={"tensors": 0}
    )
    events.Reload()
    found = {}
    for event in events.Tensors("samples"):
        width, height, sheet = event.tensor_proto.string_val
        found[event.step] = io.decode_png(sheet).numpy()
        assert found[event.step].shape[:2] == (int(height), int(width))
    return found


@pytest.fixture
def tensorboard():
    pytest.importorskip("tensorboard", reason="TensorBoard is an optional package")


def test_tensorboard_shows_each_sheet(tensorboard, tmp_path):
    gan = quick(mlp())
    fit(gan, kg.callbacks.TensorBoardSamples(tmp_path, count=9, seed=5))
    sheets = pictures_in(tmp_path / "samples")
    assert sorted(sheets) == [0, 4, 8]
    assert not np.array_equal(sheets[0], sheets[4])
    assert np.array_equal(sheets[8], kg.plots.grid(gan.generate(9, seed=5)))


def test_tensorboard_maps_samples_among_real_images(tensorboard, tmp_path):
    from google.protobuf import text_format
    from tensorboard.plugins import projector

    gan = quick(mlp(CLASSES))
    real = np.zeros((4, *SHAPE), "uint8"), np.array([0, 1, 2, 0])
    board = kg.callbacks.TensorBoardSamples(tmp_path, projected=5, real=real)
    fit(gan, board, epochs=1)
    folder = tmp_path / "samples"
    config = projector.ProjectorConfig()
    text_format.Parse((folder / "projector_config.pbtxt").read_text(), config)
    [points] = config.embeddings
    features = np.loadtxt(folder / points.tensor_path, delimiter="\t")
    made = kg.plots.to_uint8(gan.generate(5, seed=0)).reshape(5, -1) / 255
    np.testing.assert_allclose(features, [*made, *np.zeros((4, 256))], atol=1e-4)
    rows = (folder / points.metadata_path).read_text().splitlines()
    assert rows[0] == "kind\tlabel" and len(rows) == 1 + 9
    assert rows[5:8] == ["generated\t1", "real\t0", "real\t1"]
    sprite = np.asarray(Image.open(folder / points.sprite.image_path))
    assert list(points.sprite.single_image_dim) == [16, 16]
    assert sprite.shape == (48, 48)
    fifth = sprite[16:32, 16:32]  # row by row, three in a row
    assert np.array_equal(fifth.ravel() / 255, made[4])


def test_tensorboard_map_of_a_plain_gan_has_a_line_for_each_point(
    tensorboard, tmp_path
):
    fit(quick(mlp()), kg.callbacks.TensorBoardSamples(tmp_path, projected=4), epochs=1)
    text = (tmp_path / "samples" / "metadata.tsv").read_text()
    assert text.splitlines() == ["generated"] * 4


def test_tensorboard_survives_a_full_disk_with_one_warning(
    tensorboard, tmp_path, monkeypatch
):
    def full(*args, **kwargs):
        raise tf.errors.ResourceExhaustedError(None, None, "No space left on device")

    board = kg.callbacks.TensorBoardSamples(tmp_path, projected=0)
    monkeypatch.setattr(tf.summary, "image", full)
    with pytest.warns(UserWarning, match="No space left") as caught:
        fit(quick(mlp()), board, epochs=2)
    assert len(caught) == 1


def test_tensorboard_projector_uses_the_network_that_knows_the_data(tensorboard):
    data = kg.data.Images(np.zeros((2, 28, 28, 1), "uint8"), name="fashion_mnist")
    assert kg.callbacks.TensorBoardSamples(real=data).network.name == "fashion1"
    assert kg.callbacks.TensorBoardSamples(network="mnist1").network.name == "mnist1"
    assert kg.callbacks.TensorBoardSamples(real=data.images).network is None


def test_tensorboard_samples_refuse(tensorboard, tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="Received: projected=None"):
        kg.callbacks.TensorBoardSamples(projected=None)
    points = kg.GAN(
        kg.networks.MLPGenerator((2,), 2, (4,)),
        kg.networks.MLPDiscriminator((2,), (4,)),
    )
    board = kg.callbacks.TensorBoardSamples(tmp_path)
    with pytest.raises(ValueError, match="shows images, voxels, signals"):
        play(points).fit(np.zeros((8, 2), "float32"), verbose=0, callbacks=[board])
    monkeypatch.setitem(sys.modules, "tensorboard", None)
    with pytest.raises(ImportError, match="pip install tensorboard"):
        kg.callbacks.TensorBoardSamples(tmp_path)


# === Weights & Biases, MLflow: their own callbacks ===


@pytest.mark.slow
def test_wandb_logs_a_gan_offline(tmp_path, monkeypatch):
    for name in ("WANDB_MODE=offline", "WANDB_SILENT=true"):
        monkeypatch.setenv(*name.split("="))
    monkeypatch.setenv("WANDB_DIR", str(tmp_path))
    wandb = pytest.importorskip("wandb", reason="Weights & Biases is optional")
    from wandb.integration.keras import WandbMetricsLogger, WandbModelCheckpoint

    gan = vanilla()
    with wandb.init(project="keras-gans", mode="offline", dir=tmp_path) as run:
        kept = WandbModelCheckpoint(tmp_path / "gan.keras")
        history = fit(gan, WandbMetricsLogger(), kept).history
        run.log({"samples": wandb.Image(kg.plots.grid(gan.generate(4)))})
        logged = dict(run.summary)
    for name, values in history.items():
        np.testing.assert_allclose(logged[f"epoch/{name}"], values[-1], rtol=1e-6)
    np.testing.assert_allclose(logged["epoch/learning_rate"], 1e-3, rtol=1e-6)
    assert int(keras.models.load_model(tmp_path / "gan.keras").step) == 8


@pytest.mark.slow
def test_mlflow_logs_a_gan_into_a_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    mlflow = pytest.importorskip("mlflow", reason="MLflow is optional")
    flavour = pytest.importorskip("mlflow.keras", reason="MLflow without pandas")
    gan = vanilla()
    gan.compile(keras.optimizers.Adam(1e-3), keras.optimizers.RMSprop(4e-3))
    mlflow.set_tracking_uri((tmp_path / "runs").as_uri())
    with mlflow.start_run() as run:
        history = fit(gan, flavour.MlflowCallback()).history
    mlflow.flush_async_logging()
    data = mlflow.get_run(run.info.run_id).data
    for name, values in history.items():
        np.testing.assert_allclose(data.metrics[name], values[-1], rtol=1e-6)
    rates = [
        float(data.params[f"optimizer_{who}_learning_rate"])
        for who in ("generator", "discriminator")
    ]
    np.testing.assert_allclose(rates, [1e-3, 4e-3], rtol=1e-6)
    assert list(tmp_path.rglob("model_summary.txt"))


# === The page that says all this ===


@pytest.mark.slow
def test_the_page_runs_as_it_stands(tmp_path, monkeypatch):
    """Block after block, only shorter; what a block prints stands beneath it."""
    monkeypatch.chdir(tmp_path)
    page = pathlib.Path(__file__).parent.parent / "docs/guides/ecosystem.md"
    pattern = r"```python\n(.*?)```(?:\n+```text\n(.*?)```)?"
    blocks = re.findall(pattern, page.read_text(), re.DOTALL)
    assert len(blocks) >= 6
    names = {"__name__": "page"}
    for code, printed in blocks:
        code = code.replace("epochs=20", "epochs=1, steps_per_epoch=2, verbose=0")
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, page.name, "exec"), names)  # noqa: S102
        assert not printed or out.getvalue().endswith(printed)


# === TFDS ===


def load_set(name, folder, **options):
    import tensorflow_datasets as tfds

    return tfds.load(name, data_dir=folder, split="train", **options)


def test_a_set_is_read_back_by_tfds_byte_for_byte(tmp_path):
    import tensorflow_datasets as tfds

    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (7, 5, 6, 3), dtype="uint8")
    labels = rng.integers(0, 3, 7)
    names = ["apple", "pear", "plum"]
    path = kg.data.save_tfds(images, tmp_path, "fruit", labels, names)
    dataset, info = load_set("fruit", tmp_path, as_supervised=True, with_info=True)
    read, classes = zip(*dataset.as_numpy_iterator(), strict=True)
    assert np.array_equal(read, images) and np.array_equal(classes, labels)
    assert info.features["label"].names == names
    assert "none of them is real" in info.description
    again = tfds.builder_from_directory(path).as_dataset(split="train")
    assert len(again) == 7
    assert [p.name for p in tmp_path.iterdir()] == ["fruit"]


def test_a_set_without_labels(tmp_path):
    images = np.zeros((2, 4, 4, 1), "uint8")
    kg.data.save_tfds(images, tmp_path, "blanks")
    assert [sorted(x) for x in load_set("blanks", tmp_path)] == [["image"]] * 2


@pytest.mark.parametrize(
    "given, words",
    [
        ({"name": "My set"}, "Received: name='My set'"),
        ({"images": np.zeros((2, 4, 4, 1))}, "Received: float64"),
        ({"images": np.zeros((2, 4, 4, 2), "uint8")}, "1 or 3"),
        ({"labels": [0, 5], "class_names": ["a", "b"]}, "label 5"),
    ],
)
def test_a_set_that_tfds_cannot_hold(tmp_path, given, words):
    usual = {"images": np.zeros((2, 4, 4, 1), "uint8"), "name": "blanks"}
    with pytest.raises(ValueError) as error:
        kg.data.save_tfds(folder=tmp_path, **{**usual, **given})
    assert words in str(error.value)
    assert not list(tmp_path.iterdir())


def test_a_set_is_never_overwritten(tmp_path):
    images = np.zeros((2, 4, 4, 1), "uint8")
    kg.data.save_tfds(images, tmp_path, "blanks")
    with pytest.raises(ValueError, match="never overwritten"):
        kg.data.save_tfds(images, tmp_path, "blanks")


# === The Hugging Face Hub ===


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A stand-in for huggingface_hub: a folder; returns the calls that it got."""
    calls, there = [], tmp_path / "hub"

    def create_repo(repo_id, *, private, exist_ok):
        calls.append(("create", repo_id, private, exist_ok))
        if repo_id == "someone/else":
            raise PermissionError("403 Forbidden")
        (there / repo_id).mkdir(parents=True, exist_ok=exist_ok)

    def upload_folder(
        *, repo_id, folder_path, revision, allow_patterns, commit_message
    ):
        calls.append(("upload", repo_id, revision, commit_message))
        for name in allow_patterns:
            data = pathlib.Path(folder_path, name).read_bytes()
            (there / repo_id / name).write_bytes(data)
        return types.SimpleNamespace(commit_url=f"https://hub/{repo_id}/commit/1")

    def snapshot_download(repo_id, *, revision, allow_patterns, local_dir):
        pathlib.Path(local_dir).mkdir(parents=True)
        for path in (there / repo_id).iterdir():
            if path.name in allow_patterns:
                (pathlib.Path(local_dir) / path.name).write_bytes(path.read_bytes())

    module = types.SimpleNamespace(
        create_repo=create_repo,
        upload_folder=upload_folder,
        snapshot_download=snapshot_download,
        calls=calls,
        folder=there,
    )
    monkeypatch.setitem(sys.modules, "huggingface_hub", module)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))
    return module


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A conditional GAN and its preset."""
    gan = play(mlp(CLASSES))
    config = {"name": "Fruit-3", "data": "fruit"}
    facts = {"classes": ["apple", "pear", "plum"]}
    folder = tmp_path_factory.mktemp("presets") / "fruit"
    return gan, gan.save_to_preset(folder, facts, config)


@pytest.mark.nightly
@pytest.mark.slow
def test_what_is_uploaded_is_what_from_preset_reads(saved, hub):
    gan, folder = saved
    (folder / "notes.txt.partial").write_text("mine")
    sent = presets.upload(folder, "hf://me/fruit", private=True)
    (folder / "notes.txt.partial").unlink()
    assert sent.commit == "https://hub/me/fruit/commit/1"
    assert hub.calls[0] == ("create", "me/fruit", True, True)
    assert hub.calls[1] == ("upload", "me/fruit", None, "Upload fruit with keras-gans")
    there = {
        path.name: path.stat().st_size for path in (hub.folder / "me/fruit").iterdir()
    }
    assert there == sent.files and {"README.md", "metadata.json"} < set(there)
    again = kg.GAN.from_preset("hf://me/fruit")
    assert np.array_equal(again.generate(3, seed=1), gan.generate(3, seed=1))


def test_a_dry_run_checks_and_sends_nothing(saved, monkeypatch):
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    plan = presets.upload(saved[1], "hf://me/fruit", dry_run=True)
    assert plan.commit is None and plan.address == "https://huggingface.co/me/fruit"
    assert plan.files == {p.name: p.stat().st_size for p in saved[1].iterdir()}
    with pytest.raises(presets.PresetError, match="pip install huggingface_hub"):
        presets.upload(saved[1], "hf://me/fruit")


@pytest.mark.parametrize("name", ["README.md", "config.json", "generator.weights.h5"])
def test_a_changed_preset_is_not_sent(saved, hub, tmp_path, name):
    folder = tmp_path / "changed"
    folder.mkdir()
    for path in saved[1].iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    for dry_run in (True, False):
        with pytest.raises(presets.PresetError, match=name):
            presets.upload(folder, "hf://me/fruit", dry_run=dry_run)
    assert hub.calls == []


def test_what_the_hub_refuses_is_said(saved, hub):
    with pytest.raises(presets.PresetError, match="403 Forbidden.*hf auth whoami"):
        presets.upload(saved[1], "hf://someone/else")
    with pytest.raises(presets.PresetError, match="hf://user/repo@revision"):
        presets.upload(saved[1], "me/fruit")


# === The command line ===


@pytest.fixture
def call(call, tmp_path, monkeypatch):
    """Runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return call


def test_export_says_what_goes_in_and_out(call, saved):
    code, output, complaint = call(f"export {saved[1]} --out g.tflite --dtype uint8")
    assert (code, complaint) == (0, "")
    assert output.startswith("litert in g.tflite, 0.0 MB")
    for words in ("('n', 4)", "from 0 to 2", "uint8 ('n', 16, 16, 1), from 0 to 255"):
        assert words in output
    assert os.path.getsize("g.tflite") > 1000
    code, _, complaint = call(f"export {saved[1]} --format litert --out g.tflite")
    assert code == 2 and "g.tflite exists. Pass --force" in complaint
    code, _, complaint = call(f"export {saved[1]} --format onnx --out g.tflite --force")
    assert code == 2 and "must end in .onnx" in complaint


def test_export_writes_a_folder_by_default(call, saved):
    assert call(f"export {saved[1]}")[0] == 0
    assert os.path.exists("generator/saved_model.pb")


def test_generate_writes_a_balanced_set_for_tfds(call, saved):
    given = f"generate {saved[1]} --labels all --format tfds --count 7 --out sets"
    code, output, complaint = call(given)
    assert (code, complaint) == (0, "")
    assert "7 images in sets/fruit_3_samples/1.0.0\n" in output
    line = 'tfds.load("fruit_3_samples", data_dir=\'sets\', split="train")'
    assert line in output
    dataset, info = load_set("fruit_3_samples", "sets", with_info=True)
    examples = list(dataset.as_numpy_iterator())
    assert [int(x["label"]) for x in examples] == [0, 1, 2, 0, 1, 2, 0]
    assert info.features["label"].names == ["apple", "pear", "plum"]
    images = kg.plots.to_uint8(kg.GAN.from_preset(saved[1]).generate(7, seed=0))
    assert np.array_equal([x["image"] for x in examples], images)
    code, _, complaint = call(given)
    assert code == 2 and "exists. Pass --force" in complaint
    assert call(f"{given} --force --seed 1")[0] == 0


def test_generate_all_labels_needs_classes(call, tmp_path):
    folder = play(dcgan()).save_to_preset(tmp_path / "plain")
    code, _, complaint = call(f"generate {folder} --labels all")
    assert code == 2 and "--labels all is for a conditional GAN" in complaint
    code, _, complaint = call(f"generate {folder} --format tfds --out x.png")
    assert code == 2 and "takes a folder" in complaint


def test_upload_dry_run_lists_the_files(call, saved, hub):
    code, output, complaint = call(f"upload {saved[1]} hf://me/fruit --dry-run")
    assert (code, complaint, hub.calls) == (0, "", [])
    assert "metadata.json" in output and "Would send 6 files" in output
    code, output, _ = call(f"upload {saved[1]} hf://me/fruit")
    assert code == 0 and "commit/1" in output
    assert 'kg.GAN.from_preset("hf://me/fruit")' in output
