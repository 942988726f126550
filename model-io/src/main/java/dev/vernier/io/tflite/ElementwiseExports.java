package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Extremum;
import dev.vernier.engine.graph.op.Logical;
import dev.vernier.engine.graph.op.Mod;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Not;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Pow;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Where;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.lite.schema.AddOptionsT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.CastOptionsT;
import org.tensorflow.lite.schema.DivOptionsT;
import org.tensorflow.lite.schema.MulOptionsT;
import org.tensorflow.lite.schema.SubOptionsT;

/** Operations of two operands and more, element by element with broadcasting. */
final class ElementwiseExports {
    private static final Set<DataType> CODES = Set.of(DataType.INT8, DataType.INT16);

    private ElementwiseExports() {}

    static void addTo(Map<Class<? extends Op>, TfliteExport> table) {
        table.put(Add.class, arithmetic(BuiltinOperator.ADD).onCodes(CODES, ElementwiseExports::isLimitFused));
        table.put(Sub.class, arithmetic(BuiltinOperator.SUB).onCodes(CODES, ElementwiseExports::isLimitFused));
        table.put(Mul.class, arithmetic(BuiltinOperator.MUL).onCodes(CODES, ElementwiseExports::isLimitFused));
        table.put(Div.class, arithmetic(BuiltinOperator.DIV));
        table.put(Pow.class, plain(BuiltinOperator.POW));
        table.put(Mod.class, ElementwiseExports::remainder);
        table.put(
                Extremum.class,
                ((TfliteExport) ElementwiseExports::extremum)
                        .onCodes(CODES, (n, c) -> n.inputs().size() == 2 && c.keepsGrid(0) && c.keepsGrid(1)));
        table.put(Compare.class, ElementwiseExports::compare);
        table.put(Logical.class, ElementwiseExports::logical);
        table.put(Not.class, plain(BuiltinOperator.LOGICAL_NOT));
        table.put(Where.class, plain(BuiltinOperator.SELECT_V2));
        table.put(Cast.class, ElementwiseExports::cast);
    }

    private static boolean isLimitFused(Node n, CodesContext c) {
        boolean allCodes = c.grid(0).isPresent() && c.grid(1).isPresent();
        return allCodes && FusedActivation.isFusable(n.op().fusedActivation(), Optional.of(c.result()));
    }

    static OperatorOptions mulOptions() {
        return new OperatorOptions(BuiltinOptions.MulOptions, new MulOptionsT());
    }

    static OperatorOptions addOptions(Clamp clamp, TfliteEmitter out) {
        return options(BuiltinOperator.ADD, FusedActivation.code(clamp, out.grid()), is16(out.grid()));
    }

    /** Without a fused activation. */
    static OperatorOptions plainOptions(int builtin) {
        return options(builtin, (byte) 0, false);
    }

    private static boolean is16(Optional<QuantParams> grid) {
        return grid.map(g -> g.type().storage() == DataType.INT16).orElse(false);
    }

    private static OperatorOptions options(int builtin, byte activation, boolean codes16) {
        switch (builtin) {
            case BuiltinOperator.ADD:
                AddOptionsT add = new AddOptionsT();
                add.setFusedActivationFunction(activation);
                // The scales of 16-bit codes are no powers of two here.
                add.setPotScaleInt16(!codes16);
                return new OperatorOptions(BuiltinOptions.AddOptions, add);
            case BuiltinOperator.SUB:
                SubOptionsT sub = new SubOptionsT();
                sub.setFusedActivationFunction(activation);
                sub.setPotScaleInt16(!codes16);
                return new OperatorOptions(BuiltinOptions.SubOptions, sub);
            case BuiltinOperator.MUL:
                MulOptionsT mul = new MulOptionsT();
                mul.setFusedActivationFunction(activation);
                return new OperatorOptions(BuiltinOptions.MulOptions, mul);
            case BuiltinOperator.DIV:
                DivOptionsT div = new DivOptionsT();
                div.setFusedActivationFunction(activation);
                return new OperatorOptions(BuiltinOptions.DivOptions, div);
            default:
                return OperatorOptions.NONE;
        }
    }

    private static TfliteExport arithmetic(int builtin) {
        return (n, out) -> {
            Clamp clamp = n.op().fusedActivation();
            BroadcastOperands o = BroadcastOperands.of(n, out);
            WrittenTensor y = out.beforeLimit(clamp, o.arrangement());
            byte activation = FusedActivation.code(clamp, out.grid());
            out.op(builtin, options(builtin, activation, is16(out.grid())), o.tensors(), y);
            out.limit(clamp, y, o.arrangement());
        };
    }

    private static TfliteExport plain(int builtin) {
        return (n, out) -> {
            BroadcastOperands o = BroadcastOperands.of(n, out);
            out.op(builtin, o.tensors(), out.result(o.arrangement()));
        };
    }

    private static void extremum(Node n, TfliteEmitter out) {
        int builtin =
                ((Extremum) n.op()).kind() == Extremum.Kind.MAX ? BuiltinOperator.MAXIMUM : BuiltinOperator.MINIMUM;
        BroadcastOperands o = BroadcastOperands.of(n, out);
        List<WrittenTensor> x = o.tensors();
        WrittenTensor y = out.result(o.arrangement());
        if (x.size() == 1) {
            out.op(BuiltinOperator.RESHAPE, List.of(x.get(0), out.ints(y.shape().toArray())), y);
            return;
        }
        WrittenTensor soFar = x.get(0);
        for (int i = 1; i < x.size() - 1; i++) {
            soFar = new Formula(out).apply(builtin, soFar, x.get(i));
        }
        out.op(builtin, List.of(soFar, x.get(x.size() - 1)), y);
    }

    private static void compare(Node n, TfliteEmitter out) {
        int builtin = switch (((Compare) n.op()).relation()) {
            case EQUAL -> BuiltinOperator.EQUAL;
            case GREATER -> BuiltinOperator.GREATER;
            case GREATER_OR_EQUAL -> BuiltinOperator.GREATER_EQUAL;
            case LESS -> BuiltinOperator.LESS;
            case LESS_OR_EQUAL -> BuiltinOperator.LESS_EQUAL;
        };
        plain(builtin).emit(n, out);
    }

    private static void logical(Node n, TfliteEmitter out) {
        int builtin = switch (((Logical) n.op()).connective()) {
            case AND -> BuiltinOperator.LOGICAL_AND;
            case OR -> BuiltinOperator.LOGICAL_OR;
            case XOR -> BuiltinOperator.NOT_EQUAL;
        };
        plain(builtin).emit(n, out);
    }

    /** FLOOR_MOD has the sign of the divisor; the other remainder is that of the magnitudes with the sign of the dividend. */
    private static void remainder(Node n, TfliteEmitter out) {
        if (!((Mod) n.op()).truncated()) {
            plain(BuiltinOperator.FLOOR_MOD).emit(n, out);
            return;
        }
        if (!out.spec(n.output()).type().isFloating()) {
            throw out.cannot("it has no remainder of whole numbers with the sign of the dividend");
        }
        BroadcastOperands o = BroadcastOperands.of(n, out);
        WrittenTensor a = o.tensors().get(0);
        Formula f = new Formula(out);
        WrittenTensor magnitude =
                f.apply(BuiltinOperator.FLOOR_MOD, f.abs(a), f.abs(o.tensors().get(1)));
        f.into(out.result(o.arrangement()), BuiltinOperator.MUL, magnitude, f.apply(BuiltinOperator.SIGN, a));
    }

    private static void cast(Node n, TfliteEmitter out) {
        HeldValue x = out.held(0);
        DataType to = ((Cast) n.op()).to();
        boolean widensStored = x.isConstant() && x.type() == DataType.FLOAT16 && to == DataType.FLOAT32;
        if (widensStored) {
            // Written with a DEQUANTIZE operator when it is read.
            out.bind(n.output(), x);
            return;
        }
        WrittenTensor from = out.operandAsHeld(0);
        CastOptionsT o = new CastOptionsT();
        o.setInDataType(TfliteTensor.codeOf(from.type()));
        o.setOutDataType(TfliteTensor.codeOf(to));
        out.op(
                BuiltinOperator.CAST,
                new OperatorOptions(BuiltinOptions.CastOptions, o),
                List.of(from),
                out.resultLike(0));
    }
}
