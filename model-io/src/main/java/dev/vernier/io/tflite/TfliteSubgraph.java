package dev.vernier.io.tflite;

import java.util.List;

/** A subgraph as the file has it: its tensors by index, and its operators in running order. */
record TfliteSubgraph(
        String name,
        List<TfliteTensor> tensors,
        List<Integer> inputs,
        List<Integer> outputs,
        List<TfliteOperator> operators) {}
