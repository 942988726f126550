package dev.vernier.io.tflite;

/** Says that an operator, or a way of using it, is not run; the node stays in the graph with this reason. */
final class UnsupportedOperator extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason a clause that follows the operator's name: {@code "… with batch dimensions"} */
    UnsupportedOperator(String reason) {
        super(reason, null, false, false);
    }
}
