"""`keras-gans evaluate`: what the images of a run or a preset are worth."""

import pathlib

import keras_gans as kg
from keras_gans import cli, runs
from keras_gans.cli import sources
from keras_gans.cli.parser import UserError
from keras_gans.cli.words import tell, tell_json
from keras_gans.utils import files
from keras_gans.utils.counts import counted


def evaluate(options):
    """Values of a GAN's images beside those of real ones; writes them as JSON."""
    sources.check_data(options.data)
    sources.check(options)
    out = out_of(options)
    cli.wake()
    config = sources.config_of(options.source)
    source, size = options.data or config.get("data"), config.get("image_size")
    network = network_for(options, source)
    test, known = (
        kg.data.load_arrays(source, split, size, download=options.download)
        for split in ("test", "train")
    )
    gan = sources.gan_of(options)
    n = options.n or min(10_000, len(test.images))
    result = kg.metrics.evaluate(
        gan, test, n=n, seed=options.seed, network=network, others=known
    )
    with sources.run_errors():
        files.write_json(out, result)
        if out.parent == pathlib.Path(options.source):
            show_on_page(out.parent)
    if options.json:
        tell_json(result)
        return 0
    tell(kg.metrics.as_text(result))
    of = f" of step {result['protocol']['step']:,}" * sources.is_run(options.source)
    known = f"{counted(len(test.images), 'test image')} of {test.name}"
    tell(f"\n{counted(n, 'image')}{of} against {known}; all of it in {out}")
    return 0


def show_on_page(folder):
    """The report of a run, if there is one, shows what it is worth."""
    if runs.RunFolder(folder).is_finished:
        runs.write_report(folder)


def network_for(options, source):
    """The feature network that was asked for, or the one that knows the data."""
    if source is None:
        raise UserError(f"{options.source} names no data. Pass --data")
    network = options.network or kg.metrics.network_for(source)
    if network is None:
        raise UserError(
            f"No feature network knows {source}. Pass --network, one of "
            f"{', '.join(kg.metrics.feature_networks())}: lite0 is for colours"
        )
    return network


def out_of(options):
    """Where values go: into a run's folder, but never into a preset's."""
    run = sources.is_run(options.source)
    folder = pathlib.Path(options.source) if run else pathlib.Path()
    return pathlib.Path(options.out or folder / "metrics.json")
