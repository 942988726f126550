package dev.vernier.app.layererror;

import dev.vernier.engine.spec.ClipRange;
import java.util.Optional;

/**
 * What the error plot shows. Immutable.
 *
 * @param residual differences instead of values
 * @param range the layer's clipping range; empty where its output stays float
 * @param step between two codes; 0 where there are none
 */
record ErrorPicture(DensityGrid density, boolean residual, Optional<ClipRange> range, double step) {}
