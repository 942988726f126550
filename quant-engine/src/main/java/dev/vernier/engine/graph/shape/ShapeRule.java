package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.op.Op;

/** Type and shape of an operation's result, from its operands'. */
@FunctionalInterface
interface ShapeRule<O extends Op> {
    /**
     * @throws dev.vernier.engine.VernierException naming the layer, if the operands do not fit the operation
     */
    SymbolicTensor result(O op, Operands operands);
}
