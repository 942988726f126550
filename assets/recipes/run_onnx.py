"""Runs an ONNX file of these recipes in torch, node by node, from nothing but what the file holds."""

import onnx
import torch
from onnx import helper, numpy_helper
from torch.nn import functional as F


def attributes(node):
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


def run_node(node, args):
    a = attributes(node)
    if node.op_type == "Conv":
        bias = args[2] if len(args) > 2 else None
        return F.conv2d(args[0], args[1], bias, a["strides"], a["pads"][:2], groups=a["group"])
    if node.op_type == "BatchNormalization":
        x, gamma, beta, mean, variance = args
        return F.batch_norm(x, mean, variance, gamma, beta, eps=a["epsilon"])
    if node.op_type == "Gemm":
        return F.linear(*args)
    return {
        "Relu": torch.relu,
        "Add": torch.add,
        "GlobalAveragePool": lambda x: x.mean((2, 3), keepdim=True),
        "Flatten": lambda x: x.flatten(1),
    }[node.op_type](*args)


def weights_of(model):
    return {w.name: torch.from_numpy(numpy_helper.to_array(w).copy()) for w in model.graph.initializer}


def runner(path):
    """A function from images [N,1,28,28] to logits [N,10]."""
    model = onnx.load(str(path))
    weights = weights_of(model)

    def run(x):
        values = {**weights, model.graph.input[0].name: x}
        with torch.no_grad():
            for node in model.graph.node:
                values[node.output[0]] = run_node(node, [values[i] for i in node.input])
        return values["logits"]

    return run


def check_same(net, path, x):
    """The written file must compute what the trained network computes."""
    with torch.no_grad():
        expected = net(x)
    difference = (runner(path)(x) - expected).abs().max() / expected.abs().max()
    assert difference < 1e-5, f"{path} differs from the trained network by {difference}"
