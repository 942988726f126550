"""Makes the bundled digits from the UCI optical digits that scikit-learn carries.

1797 pictures of 8x8 (grey levels 0..16) become 28x28 uint8: enlarged three times by bicubic interpolation, with a black
margin of two pixels. They are split, stratified by digit and with a fixed seed, into 700 for training, 300 for
calibration and 797 for testing. Written as gzipped IDX with a *.dataset.json beside each part.
"""

import gzip
import json
import struct

import numpy as np
import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from digits_training import RESOURCES

SEED = 20240229
ENLARGED, MARGIN, SIZE = 24, 2, 28


def scaled_up(pictures):
    """[N,8,8] in 0..16 to [N,28,28] uint8; the bicubic overshoot is clipped."""
    grey = torch.from_numpy(pictures).double()[:, None] * (255 / 16)
    large = torch.nn.functional.interpolate(grey, size=(ENLARGED, ENLARGED), mode="bicubic", align_corners=False)
    large = torch.nn.functional.pad(large, [MARGIN] * 4)
    return large[:, 0].round().clamp(0, 255).to(torch.uint8).numpy()


def write_gz(name, content):
    # No name and no time in the gzip header: the same input gives the same file.
    with open(RESOURCES / name, "wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as out:
        out.write(content)


def write_part(part, images, labels, preprocess):
    count = len(images)
    write_gz(f"digits-{part}-images-idx3-ubyte.gz", struct.pack(">iiii", 0x803, count, SIZE, SIZE) + images.tobytes())
    write_gz(f"digits-{part}-labels-idx1-ubyte.gz", struct.pack(">ii", 0x801, count) + labels.astype(np.uint8).tobytes())
    descriptor = {
        "format": "idx",
        "path": f"digits-{part}-images-idx3-ubyte.gz",
        "layout": "HW",
        "preprocess": preprocess,
        "classes": [str(digit) for digit in range(10)],
    }
    (RESOURCES / f"digits-{part}.dataset.json").write_text(json.dumps(descriptor, indent=2) + "\n")


def main():
    digits = load_digits()
    images, labels = scaled_up(digits.images), digits.target
    rest_x, test_x, rest_y, test_y = train_test_split(
        images, labels, test_size=797, stratify=labels, random_state=SEED)
    train_x, calibration_x, train_y, calibration_y = train_test_split(
        rest_x, rest_y, test_size=300, stratify=rest_y, random_state=SEED)
    unit = train_x / 255
    preprocess = {"scale": 1 / 255, "mean": [round(unit.mean(), 4)], "std": [round(unit.std(), 4)]}
    for part, x, y in (("train", train_x, train_y), ("calibration", calibration_x, calibration_y), ("test", test_x, test_y)):
        write_part(part, x, y, preprocess)
        print(part, x.shape, "per digit:", np.bincount(y).tolist())
    print(preprocess)


if __name__ == "__main__":
    main()
