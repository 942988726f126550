"""Writes a trained network as a clean ONNX graph whose node names are the layer names that Vernier shows.

Batch normalization stays in the file: folding it is the reader's work.
"""

import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 13


class OnnxGraphWriter:
    """Each method adds a layer and returns the name of its output tensor."""

    input = "image"

    def __init__(self, name, description):
        self.name, self.description = name, description
        self.nodes, self.weights = [], []

    def _weight(self, name, tensor):
        self.weights.append(numpy_helper.from_array(tensor.detach().numpy(), name))
        return name

    def _node(self, op, name, inputs, **attributes):
        output = f"{name}.out"
        self.nodes.append(helper.make_node(op, inputs, [output], name=name, **attributes))
        return output

    def conv_bn(self, name, x, conv, bn, relu=True):
        k, p, s = conv.kernel_size, conv.padding, conv.stride
        x = self._node("Conv", name, [x, self._weight(f"{name}.weight", conv.weight)],
                       kernel_shape=k, strides=s, pads=[*p, *p], group=conv.groups)
        parts = [("gamma", bn.weight), ("beta", bn.bias), ("mean", bn.running_mean), ("variance", bn.running_var)]
        x = self._node("BatchNormalization", f"{name}.batchnorm",
                       [x] + [self._weight(f"{name}.batchnorm.{part}", t) for part, t in parts], epsilon=bn.eps)
        return self.relu(f"{name}.relu", x) if relu else x

    def relu(self, name, x):
        return self._node("Relu", name, [x])

    def add(self, name, x, y):
        return self._node("Add", name, [x, y])

    def global_average_pool(self, name, x):
        return self._node("GlobalAveragePool", name, [x])

    def flatten(self, name, x):
        return self._node("Flatten", name, [x], axis=1)

    def dense(self, name, x, linear):
        return self._node("Gemm", name, [x, self._weight(f"{name}.weight", linear.weight),
                                         self._weight(f"{name}.bias", linear.bias)], transB=1)

    def save(self, path):
        """The last layer's output becomes the graph output `logits`."""
        self.nodes[-1].output[0] = "logits"
        graph = helper.make_graph(
            self.nodes, self.name,
            [helper.make_tensor_value_info(self.input, TensorProto.FLOAT, ["batch", 1, 28, 28])],
            [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 10])],
            self.weights, doc_string=self.description)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=7,
                                  producer_name="vernier-recipes", doc_string=self.description)
        model = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
        onnx.checker.check_model(model, full_check=True)
        onnx.save(model, str(path))
