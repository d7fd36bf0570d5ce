"""How long somebody waits for a page: from the command to the page, and for a sample.

python benchmarks/demo.py [PRESET]     prints both, with the seconds of the processor
"""

import json
import resource
import subprocess
import sys
import time
import urllib.request

PRESET, SAMPLES = "dcgan_fashion_mnist", 10


def main():
    preset = sys.argv[1] if sys.argv[1:] else PRESET
    began = time.monotonic()
    command = [sys.executable, "-m", "keras_gans", "demo", preset, "--json"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        address = json.loads(server.stdout.readline())["address"]
        config = json.loads(get(f"{address}config"))
        waited = time.monotonic() - began
        first, *others = [timed(address, config, i) for i in range(SAMPLES + 1)]
    finally:
        server.terminate()
        server.wait()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{preset}: a usable page after {waited:.1f} s")
    print(f"the first sample after {first:.2f} s, others after")
    print("  " + " ".join(f"{seconds:.2f}" for seconds in sorted(others)) + " s")
    print(f"{usage.ru_utime + usage.ru_stime:.1f} s of the processor in all")


def get(address, body=None):
    kind = {"Content-Type": "application/json"}
    request = urllib.request.Request(address, body, kind)
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def timed(address, config, seed):
    """Seconds from a press of the button to the picture."""
    parts = {part["id"]: part["props"] for part in config["components"]}
    button = next(i for i, props in parts.items() if props.get("elem_id") == "make")
    pressed = next(
        d for d in config["dependencies"] if [button, "click"] in d["targets"]
    )
    data = [parts[i].get("value") for i in pressed["inputs"]]
    data[0], session = seed, f"benchmark{seed}"
    body = {"fn_index": pressed["id"], "data": data, "session_hash": session}
    began = time.monotonic()
    get(f"{address}gradio_api/queue/join", json.dumps(body).encode())
    stream = f"{address}gradio_api/queue/data?session_hash={session}"
    with urllib.request.urlopen(stream) as events:
        for event in events:
            if b"process_completed" in event:
                break
    if b'"success":true' not in event.replace(b" ", b""):
        raise SystemExit(f"no sample: {event.decode()[:500]}")
    return time.monotonic() - began


if __name__ == "__main__":
    main()
