"""Trains digits-mlp.onnx: 784-128-64-10 with ReLU."""

import torch
from torch import nn

from digits_training import RESOURCES, load, seeded, top1, train
from onnx_writing import OnnxGraphWriter
from run_onnx import check_same

SEED = 1


class DigitsMlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden1, self.hidden2 = nn.Linear(784, 128), nn.Linear(128, 64)
        self.output = nn.Linear(64, 10)

    def forward(self, x):
        x = torch.relu(self.hidden1(x.flatten(1)))
        return self.output(torch.relu(self.hidden2(x)))

    def write(self, path):
        writer = OnnxGraphWriter("digits-mlp", "Handwritten digits: multilayer perceptron 784-128-64-10")
        x = writer.flatten("flatten", writer.input)
        x = writer.relu("hidden1.relu", writer.dense("hidden1", x, self.hidden1))
        x = writer.relu("hidden2.relu", writer.dense("hidden2", x, self.hidden2))
        writer.dense("output", x, self.output)
        writer.save(path)


def main():
    seeded(SEED)
    net = DigitsMlp()
    print("parameters:", sum(p.numel() for p in net.parameters()))
    train(net, epochs=120, seed=SEED, rate=2e-3)
    path = RESOURCES / "digits-mlp.onnx"
    net.write(path)
    check_same(net, path, load("test")[0])
    print(f"top-1: calibration {top1(net, 'calibration'):.4f}, test {top1(net, 'test'):.4f}")


if __name__ == "__main__":
    main()
