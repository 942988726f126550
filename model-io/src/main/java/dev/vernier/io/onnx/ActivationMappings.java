package dev.vernier.io.onnx;

import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Elu;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.graph.op.Unary;
import dev.vernier.engine.graph.op.Where;

/** Activations that are written with others: the last operation has the node's name, those before it are called after it. */
final class ActivationMappings {
    private ActivationMappings() {}

    /** {@code alpha · elu(x / alpha)} (Barron 2017). */
    static String celu(OnnxNode node, NodeEmitter emit) {
        String alpha = emit.number("alpha", node.real("alpha", 1));
        String scaled = emit.helper("div", new Div(Clamp.NONE), node.input(0), alpha);
        String elu = emit.helper("elu", new Elu(1), scaled);
        return emit.main(new Mul(Clamp.NONE), elu, alpha);
    }

    /** {@code gamma · elu(x)} (Klambauer et al. 2017); the defaults are the standard's. */
    static String selu(OnnxNode node, NodeEmitter emit) {
        String elu = emit.helper("elu", new Elu(node.real("alpha", 1.6732632f)), node.input(0));
        return emit.main(new Mul(Clamp.NONE), elu, emit.number("gamma", node.real("gamma", 1.0507009f)));
    }

    /** {@code x · tanh(softplus(x))} (Misra 2019). */
    static String mish(OnnxNode node, NodeEmitter emit) {
        String softplus = emit.helper("softplus", new Unary(Unary.Function.SOFTPLUS), node.input(0));
        return emit.main(new Mul(Clamp.NONE), node.input(0), emit.helper("tanh", new Tanh(), softplus));
    }

    /** {@code x · sigmoid(alpha · x)} (Ramachandran et al. 2017). */
    static String swish(OnnxNode node, NodeEmitter emit) {
        float alpha = node.real("alpha", 1);
        String scaled = alpha == 1
                ? node.input(0)
                : emit.helper("scale", new Mul(Clamp.NONE), node.input(0), emit.number("alpha", alpha));
        return emit.main(new Mul(Clamp.NONE), node.input(0), emit.helper("sigmoid", new Sigmoid(), scaled));
    }

    /** {@code x} where it exceeds {@code alpha}, 0 elsewhere. */
    static String thresholdedRelu(OnnxNode node, NodeEmitter emit) {
        String alpha = emit.number("alpha", node.real("alpha", 1));
        String above = emit.helper("above", new Compare(Compare.Relation.GREATER), node.input(0), alpha);
        return emit.main(new Where(), above, node.input(0), emit.number("zero", 0));
    }
}
