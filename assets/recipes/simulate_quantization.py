"""What each network scores at each precision, by fake quantization in torch; the numbers of ../README.md.

A layer is a convolution, dense, sum or pool with its folded batch norm and fused ReLU. Weights are symmetric with a
narrow range (-127..127 at 8 bits), per output channel unless said; activations are affine, per tensor, with the
min-max range of the calibration part unless said. Quantized are the graph input and every layer's output.
"""

import dataclasses
import sys

import numpy as np
import onnx
import torch

from digits_training import RESOURCES, load
from run_onnx import attributes, run_node, weights_of

NETWORKS = ("digits-dw", "digits-mlp", "digits-outlier")


@dataclasses.dataclass
class Layer:
    node: onnx.NodeProto
    weight: torch.Tensor = None
    bias: torch.Tensor = None
    relu: bool = False

    @property
    def name(self):
        return self.node.name

    def __call__(self, x, weight):
        args = [x[0], weight, self.bias] if weight is not None else x
        y = run_node(self.node, args)
        return torch.relu(y) if self.relu else y


class Network:
    """The ONNX file as layers, batch norm folded and ReLU fused."""

    def __init__(self, path):
        model = onnx.load(str(path))
        weights = weights_of(model)
        self.input = model.graph.input[0].name
        self.layers, self.inputs, self.output = [], {}, {self.input: self.input}
        for node in model.graph.node:
            previous = self.layers[-1] if self.layers else None
            if node.op_type == "BatchNormalization":
                gamma, beta, mean, variance = (weights[n] for n in node.input[1:])
                factor = gamma / torch.sqrt(variance + attributes(node)["epsilon"])
                previous.weight = previous.weight * factor.view(-1, 1, 1, 1)
                previous.bias = beta - mean * factor
            elif node.op_type == "Relu":
                previous.relu = True
            else:
                layer = Layer(node, *[weights[n] for n in node.input if n in weights])
                self.layers.append(layer)
                self.inputs[layer.name] = [self.output[n] for n in node.input if n not in weights]
            self.output[node.output[0]] = self.layers[-1].name

    def run(self, x, weights=lambda layer: layer.weight, activations=lambda name, x: x, inputs=lambda layer, x: x):
        values = {self.input: activations(self.input, x)}
        with torch.no_grad():
            for layer in self.layers:
                x = [inputs(layer, values[n]) for n in self.inputs[layer.name]]
                y = layer(x, None if layer.weight is None else weights(layer))
                values[layer.name] = y if layer.node.op_type == "Flatten" else activations(layer.name, y)
        self.values = values
        return values[self.layers[-1].name]


def quantized_weights(w, bits=8, per_channel=True):
    top = 2 ** (bits - 1) - 1
    largest = w.abs().amax(tuple(range(1, w.dim())), keepdim=True) if per_channel else w.abs().max()
    scale = (largest / top).clamp_min(1e-12)
    return (w / scale).round().clamp(-top, top) * scale


def affine(x, low, high, levels=255):
    low, high = low.clamp_max(0.0), high.clamp_min(0.0)
    scale = ((high - low) / levels).clamp_min(1e-12)
    zero = (-low / scale).round()
    return ((x / scale).round() + zero).clamp(0, levels).sub(zero) * scale


def symmetric16(x, low, high):
    scale = torch.maximum(-low, high).clamp_min(1e-12) / 32767
    return (x / scale).round().clamp(-32767, 32767) * scale


def per_sample(x):
    rows = x.flatten(1)
    shape = [-1] + [1] * (x.dim() - 1)
    return affine(x, rows.amin(1).view(shape), rows.amax(1).view(shape))


# ---- range rules: the values seen in calibration -> (low, high)

def min_max(v):
    return v.min(), v.max()


def percentile(p):
    def rule(v):
        low = v.min() if v.min() == 0 else torch.tensor(np.percentile(v.numpy(), 100 - p), dtype=v.dtype)
        return low, torch.tensor(np.percentile(v.numpy(), p), dtype=v.dtype)
    return rule


def least_squared_error(v):
    low, high = min_max(v)
    candidates = [(low * k / 100, high * k / 100) for k in range(1, 101)]
    return min(candidates, key=lambda r: (affine(v, *r) - v).double().square().mean().item())


class Calibration:
    def __init__(self, network):
        network.run(load("calibration")[0])
        self.values = {name: v.flatten() for name, v in network.values.items()}
        self.ranges = {name: min_max(v) for name, v in self.values.items()}

    def int8(self, name, x, overrides={}):
        return affine(x, *overrides.get(name, self.ranges[name]))

    def int16(self, name, x):
        return symmetric16(x, *self.ranges[name])


def half(x):
    return x.half().float()


class Scores:
    """Prints top-1 and agreement with float on the test part."""

    def __init__(self, network):
        self.network = network
        self.x, self.y = load("test")
        self.float_answers = network.run(self.x).argmax(1)

    def line(self, title, **how):
        answers = self.network.run(self.x, **how).argmax(1)
        top1 = (answers == self.y).double().mean().item()
        agreement = (answers == self.float_answers).double().mean().item()
        print(f"{title:<44} top-1 {top1:.4f}   agreement {agreement:.4f}")
        return top1


def techniques(network, calibration, scores):
    w8 = lambda layer: quantized_weights(layer.weight)
    w8_tensor = lambda layer: quantized_weights(layer.weight, per_channel=False)
    w4 = lambda layer: quantized_weights(layer.weight, bits=4)
    dynamic = lambda layer, x: x if layer.weight is None else per_sample(x)
    scores.line("fp32")
    scores.line("fp16", weights=lambda layer: half(layer.weight), activations=lambda name, x: half(x))
    scores.line("dynamic", weights=w8, inputs=dynamic)
    scores.line("int8", weights=w8, activations=calibration.int8)
    scores.line("int8, weights per tensor", weights=w8_tensor, activations=calibration.int8)
    scores.line("int16x8", weights=w8, activations=calibration.int16)
    scores.line("w8", weights=w8)
    scores.line("w4", weights=w4)
    scores.line("int4 (weights 4, activations 8 bits)", weights=w4, activations=calibration.int8)


def lesson(network, calibration, scores, name):
    """What cures the layer's activations and what does not, then activations and weights each alone."""
    w8 = lambda layer: quantized_weights(layer.weight)
    values = calibration.values[name]

    def int8_with(rule):
        low, high = rule(values)
        return dict(weights=w8, activations=lambda n, x: calibration.int8(n, x, {name: (low, high)})), high.item()

    print(f"-- int8, with another range for the activations of {name}")
    for title, rule in [("min-max", min_max), ("least squared error", least_squared_error),
                        *[(f"percentile {p}", percentile(p)) for p in (99.999, 99.99, 99.9, 99.5, 99, 98)]]:
        how, high = int8_with(rule)
        scores.line(f"{title} (0..{high:.4g})", **how)
    for high in (300, 100, 40, 20, 10, 5, 3, 2):
        how, _ = int8_with(lambda v: (torch.tensor(0.0), torch.tensor(float(high))))
        scores.line(f"high handle at {high}", **how)
    all_mse = {n: least_squared_error(v) for n, v in calibration.values.items()}
    scores.line("least squared error in every layer", weights=w8, activations=lambda n, x: calibration.int8(n, x, all_mse))
    channel_high = channel_maxima(network, name)
    scores.line("activations per channel there", weights=w8, activations=lambda n, x:
                affine(x, torch.zeros_like(channel_high), channel_high) if n == name else calibration.int8(n, x))
    scores.line("that layer's activations float", weights=w8,
                activations=lambda n, x: x if n == name else calibration.int8(n, x))
    print(f"-- {name} alone quantized, everything else float")
    scores.line("activations int8", activations=lambda n, x: calibration.int8(n, x) if n == name else x)
    for title, per_channel in (("weights int8 per tensor", False), ("weights int8 per channel", True)):
        scores.line(title, weights=lambda layer: quantized_weights(layer.weight, per_channel=per_channel)
                    if layer.name == name else layer.weight)


def channel_maxima(network, name):
    network.run(load("calibration")[0])
    return network.values[name].amax((0, 2, 3), keepdim=True)


def sensitivity(network, calibration, scores):
    print("-- each layer alone at int8 (weights per channel, output activations)")
    for target in network.layers:
        if target.node.op_type != "Flatten":
            scores.line(target.name,
                        weights=lambda layer: quantized_weights(layer.weight) if layer is target else layer.weight,
                        activations=lambda n, x: calibration.int8(n, x) if n == target.name else x)


def main():
    torch.set_num_threads(1)
    for name in sys.argv[1:] or NETWORKS:
        network = Network(RESOURCES / f"{name}.onnx")
        calibration, scores = Calibration(network), Scores(network)
        print(f"\n== {name}")
        techniques(network, calibration, scores)
        sensitivity(network, calibration, scores)
        if name == "digits-outlier":
            lesson(network, calibration, scores, "block2.conv")


if __name__ == "__main__":
    main()
