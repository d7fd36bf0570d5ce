"""Samples per second beside the generator's own forward pass, and the memory of many.

    python benchmarks/sampling.py                              10,000 of each preset
    python benchmarks/sampling.py --presets dcgan_mnist --count 1000 --memory

`GAN.generate(count)` draws latents, runs the averaged generator by 64 and gathers the
images. Its ceiling is the same generator as a compiled function on latents that lie
ready, by 64 and by 256, whose images go nowhere. All are timed in turn, round by round,
and the share is the median of the rounds' own ratios to the faster of both; a round
that is slower than the fastest by a fifth tells of a busy machine, and is counted.

--memory writes 5,000 and 50,000 images into a folder, each by a process of its own as
`keras-gans generate --out FOLDER` does, and says the most memory that they took. Writes
`benchmarks/sampling.json`.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

FILE = pathlib.Path(__file__).with_suffix(".json")
PRESETS = ("vanilla_fashion_mnist", "dcgan_fashion_mnist")
BATCHES = (64, 256)
COUNTS = (5_000, 50_000)  # of which the memory is measured
SLOW = 1.2  # times the fastest round
WRITE = """
import sys
from keras_gans import cli
from keras_gans.utils.memory import peak_bytes
code = cli.main(["generate", *sys.argv[1:]])
print(peak_bytes())
sys.exit(code)
"""


def forwards(gan):
    """Functions from a count to nothing, by batch: the generator alone."""
    import tensorflow as tf

    network = gan.ema_generator
    call = tf.function(lambda inputs: network(inputs, training=False))

    def of(batch):
        inputs = [latents(tensor, batch) for tensor in network.inputs]
        inputs = inputs if len(inputs) > 1 else inputs[0]

        def run(count):
            for _ in range(count // batch):
                images = call(inputs)
            images.numpy()

        return run

    return {batch: of(batch) for batch in BATCHES}


def latents(tensor, batch):
    """Something for an input: noise, or the first class."""
    import tensorflow as tf

    shape = (batch, *tensor.shape[1:])
    if "int" in tensor.dtype:
        return tf.zeros(shape, tensor.dtype)
    return tf.random.stateless_normal(shape, (0, 0))


def seconds_of(function, *arguments):
    began = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - began


def speeds(name, count, rounds):
    """One preset: images per second of each, and the share."""
    import keras_gans as kg

    gan = kg.GAN.from_preset(name, discriminator=False)
    whole = count - count % max(BATCHES)
    ways = {"generate": lambda n: gan.generate(n, seed=0)}
    ways |= {f"forward by {batch}": run for batch, run in forwards(gan).items()}
    for run in ways.values():
        run(max(BATCHES))  # builds the graphs
    found = [
        {way: whole / seconds_of(run, whole) for way, run in ways.items()}
        for _ in range(rounds)
    ]
    return summary(found)


def summary(found):
    """Medians of rounds.

    Args:
        found: list of dicts, images per second by way, the first of which is asked.
    """
    asked, *others = found[0]
    shares = [each[asked] / max(each[o] for o in others) for each in found]
    fastest = max(each[asked] for each in found)
    return {
        "images_per_second": {
            way: round(statistics.median(each[way] for each in found), 1)
            for way in found[0]
        },
        "share": round(statistics.median(shares), 3),
        "shares": [round(share, 3) for share in shares],
        "slow_rounds": sum(each[asked] * SLOW < fastest for each in found),
    }


def memory(name, count):
    """The most bytes that a process takes which writes so many images."""
    with tempfile.TemporaryDirectory() as folder:
        line = [name, "--count", str(count), "--out", f"{folder}/images", "--json"]
        command = [sys.executable, "-c", WRITE, *line]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        written = len(list(pathlib.Path(folder, "images").iterdir()))
    if written != count:
        raise RuntimeError(f"{written} files of {count} images: {done.stderr}")
    return int(done.stdout.splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--presets", nargs="+", default=PRESETS)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", action="store_true", help="of the first preset")
    parser.add_argument("--out", type=pathlib.Path, default=FILE)
    options = parser.parse_args()
    result = json.loads(options.out.read_text()) if options.out.exists() else {}
    if options.memory:
        name = options.presets[0]
        taken = {str(count): memory(name, count) for count in COUNTS}
        result["memory"] = {"preset": name, "bytes": taken}
        print(f"{name}: {taken}", flush=True)
    else:
        result["count"] = options.count
        for name in options.presets:
            row = speeds(name, options.count, options.rounds)
            result.setdefault("presets", {})[name] = row
            print(f"{name}: {row}", flush=True)
    options.out.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
