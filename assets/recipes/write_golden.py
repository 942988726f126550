"""Writes golden/*.json: float logits of the first 16 test samples, run in torch from the committed ONNX files.

The engine's float outputs are proved against these, so they come from the files alone, not from the training code.
"""

import json

import torch

from digits_training import RECIPES, RESOURCES, load
from run_onnx import runner

SAMPLES = 16


def main():
    torch.set_num_threads(1)
    x, labels = load("test")
    for path in sorted(RESOURCES.glob("*.onnx")):
        logits = runner(path)(x[:SAMPLES])
        rows = ",\n".join("    " + json.dumps([float(f"{v:.7g}") for v in row]) for row in logits.tolist())
        golden = (f'{{\n  "model": "{path.name}",\n  "data": "digits-test.dataset.json",\n  "samples": {SAMPLES},\n'
                  f'  "labels": {labels[:SAMPLES].tolist()},\n  "logits": [\n{rows}\n  ]\n}}\n')
        (RECIPES / "golden" / f"{path.stem}.json").write_text(golden)


if __name__ == "__main__":
    main()
