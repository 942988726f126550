package dev.vernier.app.distribution;

import dev.vernier.app.grid.FloatGrid;
import dev.vernier.app.grid.IntegerGrid;
import dev.vernier.app.grid.NumberGrid;
import dev.vernier.app.grid.SignGrid;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import java.util.Optional;

/** The numbers that a histogram's values become, where there is one set of them for all. */
final class ShownGrid {
    private ShownGrid() {}

    /** Empty for formats without a scale, whose numbers lie too close to be seen. */
    static Optional<NumberGrid> of(QuantSpec spec, ClipRange range, TensorStatistics values) {
        Precision p = spec.precision();
        if (p.isInteger()) {
            QuantParams grid = ScaleCalculator.perTensor(range, spec);
            return Optional.of(new IntegerGrid(p, grid.type(), grid.scale(), grid.zeroPoint()));
        }
        if (p.isScaledFloat()) {
            return Optional.of(new FloatGrid(p, ScaleCalculator.scale(range, spec)));
        }
        return p.isFloat() ? Optional.empty() : Optional.of(SignGrid.of(p, range.high(), values));
    }
}
