"""What the training recipes share: reading the bundled digits, augmentation, and one training loop."""

import gzip
import json
import math
import pathlib

import numpy as np
import torch
from torch import nn

RECIPES = pathlib.Path(__file__).resolve().parent
RESOURCES = RECIPES.parent / "src/main/resources/dev/vernier/assets"


def load(part):
    """The part's images as float [N,1,28,28], preprocessed as its descriptor says, and its labels."""
    descriptor = json.loads((RESOURCES / f"digits-{part}.dataset.json").read_text())
    images_path = RESOURCES / descriptor["path"]
    labels_path = images_path.with_name(images_path.name.replace("images-idx3", "labels-idx1"))
    images = np.frombuffer(gzip.open(images_path).read(), np.uint8, offset=16).reshape(-1, 1, 28, 28)
    labels = np.frombuffer(gzip.open(labels_path).read(), np.uint8, offset=8)
    p = descriptor["preprocess"]
    x = (images.astype(np.float32) * np.float32(p["scale"]) - np.float32(p["mean"][0])) / np.float32(p["std"][0])
    return torch.from_numpy(x), torch.from_numpy(labels.astype(np.int64))


def augmented(x, generator):
    """Each picture turned by up to 12 degrees, scaled by up to 10 % and shifted by up to 2 pixels."""
    def uniform(limit):
        return (torch.rand(len(x), generator=generator) * 2 - 1) * limit

    angle, size = uniform(math.radians(12)), 1 + uniform(0.10)
    cos, sin = torch.cos(angle) * size, torch.sin(angle) * size
    shift = 2 * 2 / 28
    theta = torch.stack([cos, -sin, uniform(shift), sin, cos, uniform(shift)], 1).view(-1, 2, 3)
    grid = nn.functional.affine_grid(theta, list(x.shape), align_corners=False)
    background = x.min()  # grid_sample pads with zero, which is not this data's black
    return nn.functional.grid_sample(x - background, grid, align_corners=False) + background


def train(net, epochs, seed, rate=4e-3, weight_decay=1e-4, batch=50, after_step=lambda: None):
    """Adam with a one-cycle rate for a fixed number of epochs. The test part is never looked at."""
    generator = torch.Generator().manual_seed(seed)
    x, y = load("train")
    steps = math.ceil(len(x) / batch)
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, epochs=epochs, steps_per_epoch=steps)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.05)
    net.train()
    for epoch in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch):
            loss = loss_of(net(augmented(x[rows], generator)), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            after_step()
            total += loss.item() * len(rows)
        if (epoch + 1) % 10 == 0:
            print(f"epoch {epoch + 1}: loss {total / len(x):.4f}", flush=True)
    return net.eval()


def top1(run, part):
    x, y = load(part)
    with torch.no_grad():
        return (run(x).argmax(1) == y).double().mean().item()


def seeded(seed):
    torch.set_num_threads(1)  # the order of sums, and with it the last digits, depend on it
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
