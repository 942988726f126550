"""Makes digits-outlier.onnx: a healthy CNN in which one channel of block2.conv has run away.

1. A plain CNN is trained with channel 7 of block2.conv silent: nothing downstream listens to it.
2. That channel then becomes a detector of blank paper (a filter with only negative weights is highest where no ink is)
   whose batch norm has run away: a gamma of 1100 where every other channel has about 1. It fires at a quarter of the
   positions of every picture, at values up to 900, where every other channel stays below 6.
3. Downstream hears it only in a whisper: its outgoing weights are a neighbour's, 1100 * 50 times smaller. So the
   float network answers as before, and clipping the channel at 10 instead of 900 takes nothing away.

What this does to quantization, both halves independent of each other:
- activations: one step of an 8-bit range of 0..900 is 3.6, and 99 % of what the other 31 channels say is below 2.2.
  Min-max and least squared error both keep the range, because the channel fires at 0.8 % of all values and cutting it
  off costs more squared error than starving the others; percentile 99.99 lies inside it too. Clipping by hand cures it.
- weights: folding the batch norm makes the channel's filter 370 times wider than the others. With one scale for the
  whole tensor the others round to nearly nothing; with a scale per channel nothing is lost.
"""

import torch
from torch import nn

from digits_training import RESOURCES, load, seeded, top1, train
from onnx_writing import OnnxGraphWriter
from run_onnx import check_same
from train_digits_dw import ConvBn

SEED = 1
CHANNEL = 7
GAMMA = 1100.0
FIRES_AT = 0.25  # of the channel's positions: 1/4 of 1/32 of all values of the layer
WHISPER = 0.02  # what the channel adds downstream, against its neighbour


class DigitsOutlier(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = ConvBn(1, 16, 3, stride=2)
        self.block1 = ConvBn(16, 24, 3)
        self.block2 = ConvBn(24, 32, 3, stride=2)
        self.block3 = ConvBn(32, 48, 3)
        self.dense = nn.Linear(48, 10)

    def forward(self, x):
        x = self.block3(self.block2(self.block1(self.stem(x))))
        return self.dense(x.mean((2, 3)))

    def silence_channel(self):
        with torch.no_grad():
            self.block3.conv.weight[:, CHANNEL] = 0

    def let_channel_run_away(self):
        conv, bn, listeners = self.block2.conv, self.block2.bn, self.block3.conv.weight
        with torch.no_grad():
            conv.weight[CHANNEL] = -conv.weight[CHANNEL].abs()
            response = conv(self.block1(self.stem(load("train")[0])))[:, CHANNEL]
            bn.running_mean[CHANNEL], bn.running_var[CHANNEL] = response.mean(), response.var()
            normalized = (response - response.mean()) / torch.sqrt(response.var() + bn.eps)
            threshold = normalized.flatten().sort().values[int((1 - FIRES_AT) * normalized.numel())]
            bn.weight[CHANNEL], bn.bias[CHANNEL] = GAMMA, -GAMMA * threshold
            listeners[:, CHANNEL] = listeners[:, CHANNEL - 1] * (WHISPER / GAMMA)

    def write(self, path):
        writer = OnnxGraphWriter("digits-outlier", "Handwritten digits: CNN with one runaway channel in block2.conv")
        x = self.stem.write(writer, "stem", writer.input)
        x = self.block1.write(writer, "block1.conv", x)
        x = self.block2.write(writer, "block2.conv", x)
        x = self.block3.write(writer, "block3.conv", x)
        x = writer.flatten("head.flatten", writer.global_average_pool("head.pool", x))
        writer.dense("head.dense", x, self.dense)
        writer.save(path)


def main():
    seeded(SEED)
    net = DigitsOutlier()
    print("parameters:", sum(p.numel() for p in net.parameters()))
    net.silence_channel()
    train(net, epochs=60, seed=SEED, after_step=net.silence_channel)
    print(f"healthy, top-1: calibration {top1(net, 'calibration'):.4f}, test {top1(net, 'test'):.4f}")
    net.let_channel_run_away()
    path = RESOURCES / "digits-outlier.onnx"
    net.write(path)
    check_same(net, path, load("test")[0])
    print(f"with the outlier, top-1: calibration {top1(net, 'calibration'):.4f}, test {top1(net, 'test'):.4f}")


if __name__ == "__main__":
    main()
