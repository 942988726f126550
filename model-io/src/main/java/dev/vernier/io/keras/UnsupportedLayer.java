package dev.vernier.io.keras;

/** Says that a layer, or a way of using it, is not run; the layer stays in the graph with this reason. */
final class UnsupportedLayer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason a clause that follows the layer's class: {@code "… with dilation"} */
    UnsupportedLayer(String reason) {
        super(reason, null, false, false);
    }
}
