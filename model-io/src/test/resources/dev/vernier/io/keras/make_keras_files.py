"""Writes the Keras files the reader is tested with, and what each network answers.

Neither Keras nor TensorFlow takes part: the files have the form the named version of Keras writes (config JSON, HDF5
groups and attributes, archive layout), and the answers are computed here, in float64, by plain NumPy.

    python3 make_keras_files.py        (NumPy and h5py; writes beside itself)
"""

import io
import json
import os
import zipfile

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
random = np.random.RandomState(7)


def some(*shape, scale=0.5):
    return (random.standard_normal(shape) * scale).astype(np.float32)


# ---- what layers compute ------------------------------------------------------------------------------------------


def conv2d(x, kernel, bias=None, strides=1, same=True):
    n, h, w, _ = x.shape
    kh, kw, _, out = kernel.shape
    if same:
        oh, ow = -(-h // strides), -(-w // strides)
        ph, pw = max(0, (oh - 1) * strides + kh - h), max(0, (ow - 1) * strides + kw - w)
        x = np.pad(x, ((0, 0), (ph // 2, ph - ph // 2), (pw // 2, pw - pw // 2), (0, 0)))
    else:
        oh, ow = (h - kh) // strides + 1, (w - kw) // strides + 1
    y = np.zeros((n, oh, ow, out))
    for i in range(oh):
        for j in range(ow):
            patch = x[:, i * strides : i * strides + kh, j * strides : j * strides + kw, :]
            y[:, i, j, :] = np.tensordot(patch, kernel, axes=([1, 2, 3], [0, 1, 2]))
    return y if bias is None else y + bias


def depthwise2d(x, kernel, same=True):
    parts = []
    for c in range(x.shape[-1]):
        parts.append(conv2d(x[..., c : c + 1], kernel[:, :, c : c + 1, :], same=same))
    return np.concatenate(parts, axis=-1)


def batch_norm(x, gamma, beta, mean, variance, epsilon):
    return (x - mean) / np.sqrt(variance + epsilon) * gamma + beta


def max_pool(x):
    return np.max([x[:, i::2, j::2, :] for i in (0, 1) for j in (0, 1)], axis=0)


def relu(x):
    return np.maximum(x, 0)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def hard_sigmoid(x):
    return np.clip(0.2 * x + 0.5, 0, 1)


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def gelu(x):
    from math import erf

    return x * 0.5 * (1 + np.vectorize(erf)(x / np.sqrt(2)))


def layer_norm(x, gamma, beta, epsilon):
    m = x.mean(-1, keepdims=True)
    return (x - m) / np.sqrt(((x - m) ** 2).mean(-1, keepdims=True) + epsilon) * gamma + beta


def lstm(x, kernel, recurrent, bias, gate=sigmoid, mask=None):
    units = recurrent.shape[0]
    h = c = np.zeros((x.shape[0], units))
    steps = []
    for t in range(x.shape[1]):
        z = x[:, t] @ kernel + h @ recurrent + bias
        i, f, g, o = [z[:, k * units : (k + 1) * units] for k in range(4)]
        next_c = gate(f) * c + gate(i) * np.tanh(g)
        next_h = gate(o) * np.tanh(next_c)
        counts = np.ones((x.shape[0], 1)) if mask is None else mask[:, t : t + 1]
        c, h = np.where(counts, next_c, c), np.where(counts, next_h, h)
        steps.append(h)
    return np.stack(steps, axis=1)


def gru_reset_after(x, kernel, recurrent, bias):
    units = recurrent.shape[0]
    h = np.zeros((x.shape[0], units))
    for t in range(x.shape[1]):
        a, b = x[:, t] @ kernel + bias[0], h @ recurrent + bias[1]
        z = sigmoid(a[:, :units] + b[:, :units])
        r = sigmoid(a[:, units : 2 * units] + b[:, units : 2 * units])
        candidate = np.tanh(a[:, 2 * units :] + r * b[:, 2 * units :])
        h = z * h + (1 - z) * candidate
    return h


def attention(x, q, k, v, o, mask=None):
    query = np.einsum("abc,cde->abde", x, q[0]) + q[1]
    key = np.einsum("abc,cde->abde", x, k[0]) + k[1]
    value = np.einsum("abc,cde->abde", x, v[0]) + v[1]
    scores = np.einsum("bthd,bshd->bhts", query, key) / np.sqrt(q[0].shape[2])
    if mask is not None:
        pairs = mask[:, None, :, None] & mask[:, None, None, :]
        scores = np.where(pairs, scores, -1e9)
    scores = softmax(scores)
    mixed = np.einsum("bhts,bshd->bthd", scores, value)
    return np.einsum("abcd,cde->abe", mixed, o[0]) + o[1]


# ---- how files are written ----------------------------------------------------------------------------------------


def expect(name, inputs, outputs):
    def tensor(a):
        return {"shape": list(a.shape), "values": [float("%.8g" % v) for v in np.asarray(a, np.float64).ravel()]}

    with open(os.path.join(HERE, name + ".expected.json"), "w") as f:
        json.dump({"inputs": [tensor(a) for a in inputs], "outputs": [tensor(a) for a in outputs]}, f)


def save_weights(group, layers, keras_version, split=False):
    """layers: (name, [(weight name, array), ...]) as Keras 1 and 2 store them."""
    group.attrs["layer_names"] = np.array([n.encode() for n, _ in layers])
    group.attrs["backend"] = b"tensorflow"
    group.attrs["keras_version"] = keras_version.encode()
    for name, weights in layers:
        g = group.create_group(name)
        names = [n.encode() for n, _ in weights]
        if split and len(names) > 1:
            g.attrs["weight_names0"] = np.array(names[:1])
            g.attrs["weight_names1"] = np.array(names[1:])
        else:
            g.attrs["weight_names"] = np.array(names) if names else np.array([], dtype="S1")
        for n, array in weights:
            g.create_dataset(n, data=array)


def save_h5(name, model, layers, keras_version, text=False, split=False):
    with h5py.File(os.path.join(HERE, name + ".h5"), "w") as f:
        config = json.dumps(model)
        f.attrs["keras_version"] = keras_version if text else keras_version.encode()
        f.attrs["backend"] = "tensorflow" if text else b"tensorflow"
        f.attrs["model_config"] = config if text else config.encode()
        save_weights(f.create_group("model_weights"), layers, keras_version, split)


def save_archive(name, model, variables, keras_version="3.5.0", compression=zipfile.ZIP_STORED):
    """variables: path -> list of arrays, as the saving library of Keras 3 lays them out."""
    h5 = io.BytesIO()
    with h5py.File(h5, "w") as f:
        for path, arrays in variables.items():
            g = f.create_group(path).create_group("vars")
            for i, a in enumerate(arrays):
                g[str(i)] = a
    with zipfile.ZipFile(os.path.join(HERE, name + ".keras"), "w", compression) as z:
        def write(entry, data):
            z.writestr(zipfile.ZipInfo(entry, (2024, 1, 1, 0, 0, 0)), data, compression)

        write("metadata.json", json.dumps({"keras_version": keras_version, "date_saved": "2024-01-01@00:00:00"}))
        write("config.json", json.dumps(model))
        write("model.weights.h5", h5.getvalue())


# ---- Keras 1 ------------------------------------------------------------------------------------------------------


def keras1_images():
    k, b = some(3, 3, 2, 4), some(4)
    gamma, beta, mean, variance = some(4) + 1, some(4), some(4), np.abs(some(4)) + 0.5
    d, db = some(36, 3), some(3)
    config = [
        {"class_name": "Convolution2D", "config": {
            "name": "convolution2d_1", "trainable": True, "batch_input_shape": [None, 6, 6, 2], "input_dtype": "float32",
            "nb_filter": 4, "nb_row": 3, "nb_col": 3, "border_mode": "same", "subsample": [1, 1], "dim_ordering": "tf",
            "init": "glorot_uniform", "activation": "relu", "bias": True, "W_regularizer": None, "b_regularizer": None,
            "activity_regularizer": None, "W_constraint": None, "b_constraint": None}},
        {"class_name": "BatchNormalization", "config": {
            "name": "batchnormalization_1", "trainable": True, "epsilon": 0.001, "mode": 0, "axis": -1, "momentum": 0.99,
            "gamma_regularizer": None, "beta_regularizer": None}},
        {"class_name": "MaxPooling2D", "config": {
            "name": "maxpooling2d_1", "trainable": True, "pool_size": [2, 2], "strides": [2, 2], "border_mode": "valid",
            "dim_ordering": "tf"}},
        {"class_name": "Dropout", "config": {"name": "dropout_1", "trainable": True, "p": 0.25}},
        {"class_name": "Flatten", "config": {"name": "flatten_1", "trainable": True}},
        {"class_name": "Dense", "config": {
            "name": "dense_1", "trainable": True, "output_dim": 3, "init": "glorot_uniform", "activation": "softmax",
            "bias": True, "input_dim": 36, "W_regularizer": None, "b_regularizer": None, "activity_regularizer": None,
            "W_constraint": None, "b_constraint": None}},
    ]
    save_h5("keras1_images", {"class_name": "Sequential", "config": config}, [
        ("convolution2d_1", [("convolution2d_1_W:0", k), ("convolution2d_1_b:0", b)]),
        ("batchnormalization_1", [
            ("batchnormalization_1_gamma:0", gamma), ("batchnormalization_1_beta:0", beta),
            ("batchnormalization_1_running_mean:0", mean), ("batchnormalization_1_running_std:0", variance)]),
        ("maxpooling2d_1", []), ("dropout_1", []), ("flatten_1", []),
        ("dense_1", [("dense_1_W:0", d), ("dense_1_b:0", db)]),
    ], "1.2.2")
    x = some(2, 6, 6, 2, scale=1)
    y = max_pool(batch_norm(relu(conv2d(x, k, b)), gamma, beta, mean, variance, 1e-3))
    expect("keras1_images", [x], [softmax(y.reshape(2, -1) @ d + db)])


def keras1_words():
    table = some(9, 3, scale=1)
    gates = {g: (some(3, 4), some(4, 4), some(4)) for g in "icfo"}
    d, db = some(4, 1), some(1)
    config = [
        {"class_name": "Embedding", "config": {
            "name": "embedding_1", "trainable": True, "batch_input_shape": [None, 5], "input_dtype": "int32",
            "input_dim": 9, "output_dim": 3, "input_length": 5, "mask_zero": False, "init": "uniform", "dropout": 0.0,
            "W_regularizer": None, "W_constraint": None, "activity_regularizer": None}},
        {"class_name": "LSTM", "config": {
            "name": "lstm_1", "trainable": True, "output_dim": 4, "init": "glorot_uniform", "inner_init": "orthogonal",
            "forget_bias_init": "one", "activation": "tanh", "inner_activation": "hard_sigmoid", "return_sequences": False,
            "go_backwards": False, "stateful": False, "unroll": False, "consume_less": "cpu", "input_dim": 3,
            "input_length": None, "dropout_W": 0.0, "dropout_U": 0.0, "W_regularizer": None, "U_regularizer": None,
            "b_regularizer": None}},
        {"class_name": "Dense", "config": {
            "name": "dense_1", "trainable": True, "output_dim": 1, "activation": "sigmoid", "bias": True, "input_dim": 4}},
    ]
    save_h5("keras1_words", {"class_name": "Sequential", "config": config}, [
        ("embedding_1", [("embedding_1_W:0", table)]),
        ("lstm_1", [("lstm_1_%s_%s:0" % (p, g), a) for g in "icfo" for p, a in zip("WUb", gates[g])]),
        ("dense_1", [("dense_1_W:0", d), ("dense_1_b:0", db)]),
    ], "1.2.2")
    kernel, recurrent, bias = [np.concatenate([gates[g][i] for g in "ifco"], axis=-1) for i in range(3)]
    x = random.randint(0, 9, (3, 5)).astype(np.int32)
    h = lstm(table[x], kernel, recurrent, bias, hard_sigmoid)[:, -1]
    expect("keras1_words", [x], [sigmoid(h @ d + db)])


# ---- Keras 2 ------------------------------------------------------------------------------------------------------


def layer2(class_name, name, inbound, **config):
    config = dict({"name": name, "trainable": True, "dtype": "float32"}, **config)
    return {"class_name": class_name, "config": config, "name": name, "inbound_nodes": inbound}


def input2(name, shape, dtype="float32"):
    config = {"batch_input_shape": [None] + shape, "dtype": dtype, "sparse": False, "ragged": False, "name": name}
    return {"class_name": "InputLayer", "config": config, "name": name, "inbound_nodes": []}


def keras2_twins():
    """Two inputs through one block (a model with a batch norm and a frozen layer, its calls counted from 1) and one
    shared dense layer; two answers, one of them of a merge."""
    k1, b1, frozen, frozen_b = some(4, 5), some(5), some(5, 5), some(5)
    gamma, beta, mean, variance = some(5) + 1, some(5), some(5), np.abs(some(5)) + 0.5
    shared, shared_b = some(5, 3), some(3)
    block = {"name": "block", "layers": [
        input2("block_input", [4]),
        layer2("Dense", "dense", [[["block_input", 0, 0, {}]]], units=5, activation="relu", use_bias=True),
        layer2("BatchNormalization", "bn", [[["dense", 0, 0, {}]]], axis=[1], momentum=0.99, epsilon=0.001, center=True, scale=True),
        layer2("Dense", "frozen", [[["bn", 0, 0, {}]]], units=5, activation="linear", use_bias=True, trainable=False),
    ], "input_layers": [["block_input", 0, 0]], "output_layers": [["frozen", 0, 0]]}
    model = {"class_name": "Functional", "config": {"name": "twins", "trainable": True, "layers": [
        input2("left", [4]), input2("right", [4]),
        {"class_name": "Functional", "config": block, "name": "block",
         "inbound_nodes": [[["left", 0, 0, {}]], [["right", 0, 0, {}]]]},
        layer2("Dense", "dense", [[["block", 1, 0, {}]], [["block", 2, 0, {}]]], units=3, activation="tanh", use_bias=True),
        layer2("Subtract", "difference", [[["dense", 0, 0, {}], ["dense", 1, 0, {}]]]),
        layer2("TFOpLambda", "tf.math.multiply", [["difference", 0, 0, {"y": 2.0, "name": None}]], function="math.multiply"),
        layer2("Concatenate", "both", [[["block", 1, 0, {}], ["tf.math.multiply", 0, 0, {}]]], axis=-1),
    ], "input_layers": [["left", 0, 0], ["right", 0, 0]], "output_layers": [["both", 0, 0], ["dense", 1, 0]]}}
    save_h5("keras2_twins", model, [
        ("left", []), ("right", []),
        ("block", [
            ("dense/kernel:0", k1), ("dense/bias:0", b1), ("bn/gamma:0", gamma), ("bn/beta:0", beta),
            ("bn/moving_mean:0", mean), ("bn/moving_variance:0", variance),
            ("frozen/kernel:0", frozen), ("frozen/bias:0", frozen_b)]),
        ("dense", [("dense_1/kernel:0", shared), ("dense_1/bias:0", shared_b)]),
        ("difference", []), ("tf.math.multiply", []), ("both", []),
    ], "2.9.0", split=True)
    left, right = some(2, 4, scale=1), some(2, 4, scale=1)

    def blocked(x):
        return batch_norm(relu(x @ k1 + b1), gamma, beta, mean, variance, 1e-3) @ frozen + frozen_b

    def dense(x):
        return np.tanh(x @ shared + shared_b)

    a, b = blocked(left), blocked(right)
    expect("keras2_twins", [left, right], [np.concatenate([a, 2 * (dense(a) - dense(b))], -1), dense(b)])


def keras2_words():
    table = some(9, 4, scale=1)
    forward = (some(4, 12), some(3, 12), some(12))
    backward = (some(4, 12), some(3, 12), some(12))
    gru = (some(6, 6), some(2, 6), some(2, 6))
    d, db = some(2, 3), some(3)
    rnn = dict(trainable=True, dtype="float32", activation="tanh", recurrent_activation="sigmoid", use_bias=True,
               unit_forget_bias=True, dropout=0.0, recurrent_dropout=0.0, implementation=2, return_state=False,
               go_backwards=False, stateful=False, unroll=False, time_major=False)
    inner = {"class_name": "LSTM", "config": dict(rnn, name="lstm", units=3, return_sequences=True)}
    layers = [
        input2("tokens", [None], "int32"),
        layer2("Embedding", "embedding", [], batch_input_shape=[None, None], input_dim=9, output_dim=4, mask_zero=False, input_length=None),
        layer2("Bidirectional", "bidirectional", [], layer=inner, merge_mode="concat"),
        {"class_name": "GRU", "config": dict(rnn, name="gru", units=2, return_sequences=False, reset_after=True)},
        layer2("Dense", "dense", [], units=3, activation="softmax", use_bias=True),
    ]
    for l in layers:
        l.pop("inbound_nodes", None)
        l.pop("name", None)
    save_h5("keras2_words", {"class_name": "Sequential", "config": {"name": "sequential", "layers": layers}}, [
        ("embedding", [("embedding/embeddings:0", table)]),
        ("bidirectional", [("bidirectional/%s_lstm/lstm_cell/%s:0" % (side, n), a)
                           for side, w in (("forward", forward), ("backward", backward))
                           for n, a in zip(("kernel", "recurrent_kernel", "bias"), w)]),
        ("gru", [("gru/gru_cell/%s:0" % n, a) for n, a in zip(("kernel", "recurrent_kernel", "bias"), gru)]),
        ("dense", [("dense/kernel:0", d), ("dense/bias:0", db)]),
    ], "2.9.0")
    x = random.randint(0, 9, (2, 6)).astype(np.int32)
    e = table[x].astype(np.float64)
    both = np.concatenate([lstm(e, *forward), lstm(e[:, ::-1], *backward)[:, ::-1]], -1)
    expect("keras2_words", [x], [softmax(gru_reset_after(both, *gru) @ d + db)])


def keras2_masked():
    """Token 0 is padding: attention, a recurrent layer and the mean leave it out."""
    table = some(9, 4, scale=1)
    heads = [(some(4, 2, 2), some(2, 2)) for _ in range(3)] + [(some(2, 2, 4), some(4))]
    forward, backward = [(some(4, 8), some(2, 8), some(8)) for _ in range(2)]
    d, db = some(4, 2), some(2)
    inner = {"class_name": "LSTM", "config": {
        "name": "lstm", "trainable": True, "dtype": "float32", "return_sequences": True, "units": 2, "activation": "tanh",
        "recurrent_activation": "sigmoid", "use_bias": True}}
    model = {"class_name": "Functional", "config": {"name": "masked", "layers": [
        input2("tokens", [6], "int32"),
        layer2("Embedding", "embedding", [[["tokens", 0, 0, {}]]], input_dim=9, output_dim=4, mask_zero=True),
        layer2("MultiHeadAttention", "attention", [[["embedding", 0, 0, {"value": ["embedding", 0, 0]}]]], num_heads=2,
               key_dim=2, value_dim=2, dropout=0.0, use_bias=True, output_shape=None, attention_axes=[1]),
        layer2("Add", "add", [[["embedding", 0, 0, {}], ["attention", 0, 0, {}]]]),
        layer2("Bidirectional", "bidirectional", [[["add", 0, 0, {}]]], layer=inner, merge_mode="concat"),
        layer2("GlobalAveragePooling1D", "mean", [[["bidirectional", 0, 0, {}]]], data_format="channels_last"),
        layer2("Dense", "dense", [[["mean", 0, 0, {}]]], units=2, activation="softmax", use_bias=True),
    ], "input_layers": [["tokens", 0, 0]], "output_layers": [["dense", 0, 0]]}}
    save_h5("keras2_masked", model, [
        ("embedding", [("embedding/embeddings:0", table)]),
        ("attention", [("attention/%s/%s:0" % (role, n), a) for role, w in zip(
            ("query", "key", "value", "attention_output"), heads) for n, a in zip(("kernel", "bias"), w)]),
        ("bidirectional", [("bidirectional/%s_lstm/lstm_cell/%s:0" % (side, n), a)
                           for side, w in (("forward", forward), ("backward", backward))
                           for n, a in zip(("kernel", "recurrent_kernel", "bias"), w)]),
        ("dense", [("dense/kernel:0", d), ("dense/bias:0", db)]),
    ], "2.9.0")
    x = np.array([[0, 0, 3, 1, 0, 0], [5, 2, 0, 7, 1, 4], [8, 0, 0, 0, 0, 0]], np.int32)
    mask = x != 0
    e = table[x].astype(np.float64)
    y = e + attention(e, *heads, mask=mask)
    both = np.concatenate([
        lstm(y, *forward, mask=mask), lstm(y[:, ::-1], *backward, mask=mask[:, ::-1])[:, ::-1]], -1)
    mean = (both * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
    expect("keras2_masked", [x], [softmax(mean @ d + db)])


# ---- Keras 3 ------------------------------------------------------------------------------------------------------


def policy():
    return {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": None}


def layer3(class_name, name, inbound=None, module="keras.layers", **config):
    config = dict({"name": name, "trainable": True, "dtype": policy()}, **config)
    layer = {"module": module, "class_name": class_name, "config": config, "registered_name": None}
    if inbound is not None:
        layer["name"] = name
        layer["inbound_nodes"] = inbound
    return layer


def input3(name, shape, dtype="float32", functional=True):
    config = {"batch_shape": [None] + shape, "dtype": dtype, "sparse": False, "name": name}
    layer = {"module": "keras.layers", "class_name": "InputLayer", "config": config, "registered_name": None}
    if functional:
        layer["name"] = name
        layer["inbound_nodes"] = []
    return layer


def tensor3(layer, shape, call=0):
    config = {"shape": [None] + shape, "dtype": "float32", "keras_history": [layer, call, 0]}
    return {"class_name": "__keras_tensor__", "config": config}


def call3(*args, **kwargs):
    return [{"args": list(args), "kwargs": kwargs}]


def keras3_transformer():
    table, positions = some(9, 4, scale=1), some(1, 5, 4)
    heads = [(some(4, 2, 3), some(2, 3)) for _ in range(3)]
    output = (some(2, 3, 4), some(4))
    norms = [(some(4) + 1, some(4)) for _ in range(2)]
    up, up_b, down, down_b, d, db = some(4, 6), some(6), some(6, 4), some(4), some(4, 2), some(2)
    s = [5, 4]
    layers = [
        input3("tokens", [5], "int32"),
        layer3("Embedding", "embedding", call3(tensor3("tokens", [5])), input_dim=9, output_dim=4, mask_zero=False),
        layer3("MultiHeadAttention", "attention", call3(tensor3("embedding", s), tensor3("embedding", s), key=None),
               num_heads=2, key_dim=3, value_dim=3, dropout=0.1, use_bias=True, output_shape=None, attention_axes=[1], seed=None),
        layer3("Dropout", "dropout", call3(tensor3("attention", s), training=False), rate=0.1, seed=None, noise_shape=None),
        layer3("Add", "add", call3(tensor3("embedding", s), tensor3("dropout", s)), module="keras.src.ops.numpy"),
        layer3("LayerNormalization", "norm_1", call3(tensor3("add", s)), axis=[-1], epsilon=1e-6, center=True, scale=True),
        layer3("Dense", "up", call3(tensor3("norm_1", s)), units=6, activation="gelu", use_bias=True),
        layer3("Dense", "down", call3(tensor3("up", [5, 6])), units=4, activation="linear", use_bias=True),
        layer3("Add", "residual", call3([tensor3("norm_1", s), tensor3("down", s)])),
        layer3("LayerNormalization", "norm_2", call3(tensor3("residual", s)), axis=-1, epsilon=1e-6, center=True, scale=True),
        layer3("GlobalAveragePooling1D", "pool", call3(tensor3("norm_2", s)), data_format="channels_last", keepdims=False),
        layer3("Dense", "classes", call3(tensor3("pool", [4])), units=2, use_bias=True,
               activation={"module": "builtins", "class_name": "function", "config": "softmax", "registered_name": "function"}),
    ]
    model = {"module": "keras.src.models.functional", "class_name": "Functional", "registered_name": "Functional",
             "config": {"name": "transformer", "trainable": True, "layers": layers, "input_layers": [["tokens", 0, 0]],
                        "output_layers": [["classes", 0, 0]]}, "build_config": {"input_shape": None}}
    mha = "layers/multi_head_attention/"
    save_archive("keras3_transformer", model, {
        "layers/embedding": [table],
        mha + "query_dense": heads[0], mha + "key_dense": heads[1], mha + "value_dense": heads[2], mha + "output_dense": output,
        "layers/layer_normalization": norms[0], "layers/layer_normalization_1": norms[1],
        "layers/dense": [up, up_b], "layers/dense_1": [down, down_b], "layers/dense_2": [d, db],
    })
    x = random.randint(0, 9, (2, 5)).astype(np.int32)
    e = table[x].astype(np.float64)
    a = layer_norm(e + attention(e, *heads, output), *norms[0], 1e-6)
    a = layer_norm(a + gelu(a @ up + up_b) @ down + down_b, *norms[1], 1e-6)
    expect("keras3_transformer", [x], [softmax(a.mean(1) @ d + db)])


def keras3_images():
    mean, variance = some(2), np.abs(some(2)) + 0.5
    k, kb, inner_k, inner_b = some(3, 3, 2, 3), some(3), some(1, 1, 3, 3), some(3)
    gamma, beta, m, v = some(3) + 1, some(3), some(3), np.abs(some(3)) + 0.5
    depthwise, pointwise, sb = some(3, 3, 3, 1), some(1, 1, 3, 4), some(4)
    last, last_b, d, db = some(3, 3, 4, 2), some(2), some(2, 3), some(3)
    window = dict(strides=[1, 1], padding="same", data_format="channels_last", dilation_rate=[1, 1], groups=1, use_bias=True)
    block = {"module": "keras", "class_name": "Sequential", "registered_name": None, "config": {
        "name": "block", "trainable": True, "layers": [
            input3("block_input", [6, 6, 3], functional=False),
            layer3("Conv2D", "mix", filters=3, kernel_size=[1, 1], activation="relu", **window),
            layer3("BatchNormalization", "norm", axis=-1, momentum=0.99, epsilon=0.001, center=True, scale=True)],
        "build_input_shape": [None, 6, 6, 3]}}
    model = {"module": "keras", "class_name": "Sequential", "registered_name": None, "config": {
        "name": "images", "trainable": True, "layers": [
            input3("image", [6, 6, 2], functional=False),
            layer3("Rescaling", "rescaling", scale=0.5, offset=0.25),
            layer3("Normalization", "normalization", axis=[-1], invert=False, mean=None, variance=None),
            layer3("Conv2D", "stem", filters=3, kernel_size=[3, 3], activation="relu", **window),
            block,
            layer3("SeparableConv2D", "separable", filters=4, kernel_size=[3, 3], depth_multiplier=1, activation="linear", **window),
            layer3("ReLU", "relu6", max_value=6.0, negative_slope=0.0, threshold=0.0),
            layer3("Conv2D", "head", filters=2, kernel_size=[3, 3], activation="linear", **dict(window, padding="valid")),
            layer3("GlobalAveragePooling2D", "pool", data_format="channels_last", keepdims=False),
            layer3("Dense", "dense", units=3, activation="softmax", use_bias=True)],
        "build_input_shape": [None, 6, 6, 2]}}
    save_archive("keras3_images", model, {
        "layers/normalization": [mean, variance, np.int64(3)],
        "layers/conv2d": [k, kb], "layers/conv2d_1": [last, last_b],
        "layers/sequential/layers/conv2d": [inner_k, inner_b],
        "layers/sequential/layers/batch_normalization": [gamma, beta, m, v],
        "layers/separable_conv2d": [depthwise, pointwise, sb],
        "layers/dense": [d, db],
    }, compression=zipfile.ZIP_DEFLATED)
    x = some(2, 6, 6, 2, scale=1)
    y = (x * 0.5 + 0.25 - mean) / np.sqrt(variance)
    y = relu(conv2d(y, k, kb))
    y = batch_norm(relu(conv2d(y, inner_k, inner_b)), gamma, beta, m, v, 1e-3)
    y = np.clip(conv2d(depthwise2d(y, depthwise), pointwise, sb), 0, 6)
    y = conv2d(y, last, last_b, same=False).mean((1, 2))
    expect("keras3_images", [x], [softmax(y @ d + db)])


def keras3_as_h5():
    """Keras 3, saved under a name that ends in .h5: its own config, the old layout of weights; float16 weights."""
    k, r, b, d, db = some(3, 8), some(2, 8), some(8), some(2, 2).astype(np.float16), some(2).astype(np.float16)
    layers = [
        input3("steps", [4, 3]),
        layer3("LSTM", "lstm", call3(tensor3("steps", [4, 3]), training=False, mask=None), units=2, activation="tanh",
               recurrent_activation="sigmoid", use_bias=True, return_sequences=False, return_state=False,
               go_backwards=False, stateful=False, unroll=False),
        layer3("Dense", "dense", call3(tensor3("lstm", [2])), units=2, activation="linear", use_bias=True),
    ]
    model = {"module": "keras.src.models.functional", "class_name": "Functional", "registered_name": "Functional",
             "config": {"name": "functional", "trainable": True, "layers": layers, "input_layers": ["steps", 0, 0],
                        "output_layers": ["dense", 0, 0]}}
    save_h5("keras3_as_h5", model, [
        ("steps", []),
        ("lstm", [("lstm/lstm_cell/kernel", k), ("lstm/lstm_cell/recurrent_kernel", r), ("lstm/lstm_cell/bias", b)]),
        ("dense", [("dense/kernel", d), ("dense/bias", db)]),
    ], "3.5.0", text=True)
    x = some(2, 4, 3, scale=1)
    expect("keras3_as_h5", [x], [lstm(x, k, r, b)[:, -1] @ d.astype(np.float64) + db.astype(np.float64)])


def no_models():
    with h5py.File(os.path.join(HERE, "weights_only.h5"), "w") as f:
        save_weights(f, [("dense", [("dense/kernel:0", some(2, 2))])], "2.9.0")
    with h5py.File(os.path.join(HERE, "other.h5"), "w") as f:
        f["numbers"] = np.arange(3)


if __name__ == "__main__":
    keras1_images()
    keras1_words()
    keras2_twins()
    keras2_words()
    keras3_transformer()
    keras3_images()
    keras3_as_h5()
    no_models()
    keras2_masked()
