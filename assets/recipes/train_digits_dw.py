"""Trains digits-dw.onnx: a small CNN of depthwise-separable blocks with batch norm and two residual sums.

The gammas of the blocks' batch norms start spread over channels (log-normal) instead of at 1, which is where long
training on large data leaves a MobileNet. So this network shows what such networks are known for (Krishnamoorthi
2018, Nagel et al. 2019): 8-bit weights cost nothing with a scale per channel and a lot with one scale per tensor.
"""

import torch
from torch import nn

from digits_training import RESOURCES, load, seeded, top1, train
from onnx_writing import OnnxGraphWriter
from run_onnx import check_same

SEED = 1
SPREAD = 1.1  # standard deviation of log(gamma) at the start


class ConvBn(nn.Module):
    def __init__(self, c_in, c_out, kernel, stride=1, groups=1, relu=True, spread=0.0):
        super().__init__()
        self.conv = nn.Conv2d(c_in, c_out, kernel, stride, kernel // 2, groups=groups, bias=False)
        self.bn, self.relu = nn.BatchNorm2d(c_out), relu
        if spread:
            with torch.no_grad():
                nn.init.normal_(self.bn.weight, 0, spread).exp_()

    def forward(self, x):
        x = self.bn(self.conv(x))
        return torch.relu(x) if self.relu else x

    def write(self, writer, name, x):
        return writer.conv_bn(name, x, self.conv, self.bn, self.relu)


class Block(nn.Module):
    """Depthwise 3x3, then pointwise 1x1; with `residual` the input is added before the last ReLU."""

    def __init__(self, c_in, c_out, stride=1, residual=False):
        super().__init__()
        self.depthwise = ConvBn(c_in, c_in, 3, stride, groups=c_in, spread=SPREAD)
        self.pointwise = ConvBn(c_in, c_out, 1, relu=not residual, spread=SPREAD)
        self.residual = residual

    def forward(self, x):
        y = self.pointwise(self.depthwise(x))
        return torch.relu(y + x) if self.residual else y

    def write(self, writer, name, x):
        y = self.depthwise.write(writer, f"{name}.depthwise", x)
        y = self.pointwise.write(writer, f"{name}.pointwise", y)
        return writer.relu(f"{name}.relu", writer.add(f"{name}.add", y, x)) if self.residual else y


class DigitsDw(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = ConvBn(1, 24, 3, stride=2)
        self.blocks = nn.ModuleList([
            Block(24, 48),
            Block(48, 72, stride=2),
            Block(72, 72, residual=True),
            Block(72, 128),
            Block(128, 128, residual=True),
        ])
        self.dense = nn.Linear(128, 10)

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return self.dense(x.mean((2, 3)))

    def write(self, path):
        writer = OnnxGraphWriter("digits-dw", "Handwritten digits: depthwise-separable CNN, batch norm kept")
        x = self.stem.write(writer, "stem", writer.input)
        for number, block in enumerate(self.blocks, 1):
            x = block.write(writer, f"block{number}", x)
        x = writer.flatten("head.flatten", writer.global_average_pool("head.pool", x))
        writer.dense("head.dense", x, self.dense)
        writer.save(path)


def main():
    seeded(SEED)
    net = DigitsDw()
    print("parameters:", sum(p.numel() for p in net.parameters()))
    train(net, epochs=60, seed=SEED)
    path = RESOURCES / "digits-dw.onnx"
    net.write(path)
    check_same(net, path, load("test")[0])
    print(f"top-1: calibration {top1(net, 'calibration'):.4f}, test {top1(net, 'test'):.4f}")


if __name__ == "__main__":
    main()
