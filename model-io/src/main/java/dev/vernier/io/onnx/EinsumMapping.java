package dev.vernier.io.onnx;

import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Where;
import dev.vernier.engine.graph.shape.Dimension;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Sums of products over named axes (NumPy's {@code einsum}), written with matrix products where axes are summed over, so that a constant
 * operand is a layer's weights, and with broadcast products elsewhere. Operands are joined from left to right.
 */
final class EinsumMapping {
    private final OnnxNode node;
    private final NodeEmitter emit;
    private final Formula formula;
    private final EinsumEquation equation;
    private boolean mainEmitted;

    private EinsumMapping(OnnxNode node, NodeEmitter emit, EinsumEquation equation) {
        this.node = node;
        this.emit = emit;
        this.formula = new Formula(emit);
        this.equation = equation;
    }

    static String einsum(OnnxNode node, NodeEmitter emit) {
        List<Integer> ranks =
                IntStream.range(0, node.inputCount()).mapToObj(emit::rank).toList();
        return new EinsumMapping(node, emit, EinsumEquation.of(node.text("equation", ""), ranks)).emitted();
    }

    /** A value and the names of its axes, each once. */
    private record Term(String value, List<String> axes) {}

    private String emitted() {
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < node.inputCount(); i++) {
            terms.add(diagonal(new Term(node.input(i), equation.operands().get(i))));
        }
        Term joined = summed(terms.get(0), neededAfter(terms, 0));
        for (int i = 1; i < terms.size(); i++) {
            Set<String> needed = neededAfter(terms, i);
            Set<String> neededHere = new LinkedHashSet<>(needed);
            neededHere.addAll(joined.axes);
            Term next = summed(terms.get(i), neededHere);
            joined = joined(joined, next, needed, i == terms.size() - 1);
        }
        Term answer = inOrder(joined, equation.result());
        return mainEmitted ? answer.value : emit.main(new Identity(), answer.value);
    }

    /** The axes that the result, or an operand after the first {@code last + 1}, has. */
    private Set<String> neededAfter(List<Term> terms, int last) {
        Set<String> needed = new LinkedHashSet<>(equation.result());
        terms.subList(last + 1, terms.size()).forEach(t -> needed.addAll(t.axes));
        return needed;
    }

    /** Of axes that have one name, the elements where their indices agree. */
    private Term diagonal(Term t) {
        for (int second = 1; second < t.axes.size(); second++) {
            int first = t.axes.indexOf(t.axes.get(second));
            if (first == second) {
                continue;
            }
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < t.axes.size(); i++) {
                if (i != first && i != second) {
                    order.add(i);
                }
            }
            order.add(first);
            order.add(second);
            String moved = formula.transpose(t.value, order.toArray(Integer[]::new));
            String counted = formula.countTo(formula.length(moved, -1));
            String same = formula.compare(formula.unsqueeze(counted, 1), Compare.Relation.EQUAL, counted);
            String kept = emit.helper("diagonal", new Where(), same, moved, formula.numberLike(moved, 0));
            List<String> axes = new ArrayList<>();
            order.subList(0, order.size() - 1).forEach(i -> axes.add(t.axes.get(i)));
            return diagonal(new Term(formula.reduce(Reduce.Kind.SUM, kept, false, order.size() - 1), axes));
        }
        return t;
    }

    /** Summed over all axes that are not needed. */
    private Term summed(Term t, Set<String> needed) {
        long[] over = IntStream.range(0, t.axes.size())
                .filter(i -> !needed.contains(t.axes.get(i)))
                .asLongStream()
                .toArray();
        if (over.length == 0) {
            return t;
        }
        List<String> axes = t.axes.stream().filter(needed::contains).toList();
        return new Term(formula.reduce(Reduce.Kind.SUM, t.value, false, over), axes);
    }

    /** The product of two terms, summed over the axes that are not needed any more. */
    private Term joined(Term first, Term second, Set<String> needed, boolean last) {
        boolean swap = emit.constantOf(first.value).isPresent()
                && emit.constantOf(second.value).isEmpty();
        Term a = swap ? second : first;
        Term b = swap ? first : second;
        Axes axes = Axes.of(a, b, needed);
        boolean floating = formula.typeOf(a.value).isFloating();
        if (axes.summed.isEmpty() || !floating || !isMatrixProduct(a, b, axes)) {
            return byBroadcast(a, b, axes, last);
        }
        return byMatrixProduct(a, b, axes, last);
    }

    /** What becomes of the axes of two factors. */
    private record Axes(List<String> batch, List<String> onlyA, List<String> onlyB, List<String> summed) {
        static Axes of(Term a, Term b, Set<String> needed) {
            List<String> batch = new ArrayList<>();
            List<String> onlyA = new ArrayList<>();
            List<String> summed = new ArrayList<>();
            for (String axis : a.axes) {
                boolean shared = b.axes.contains(axis);
                (!shared ? onlyA : needed.contains(axis) ? batch : summed).add(axis);
            }
            List<String> onlyB =
                    b.axes.stream().filter(x -> !a.axes.contains(x)).toList();
            return new Axes(batch, onlyA, onlyB, summed);
        }
    }

    /** Whether groups of axes can be made one and one again: each with at most one length that is not known. */
    private boolean isMatrixProduct(Term a, Term b, Axes axes) {
        boolean broadcasts = axes.summed.stream().anyMatch(x -> !lengthIn(a, x).equals(lengthIn(b, x)));
        long unknownA = unknowns(a, axes.onlyA) + unknowns(a, axes.summed);
        long unknownB = unknowns(b, axes.onlyB) + unknowns(b, axes.summed);
        if (axes.batch.isEmpty() && !axes.onlyA.isEmpty()) {
            boolean grouped = axes.onlyB.size() != 1 || axes.summed.size() > 1;
            return !broadcasts && (!grouped || unknowns(b, b.axes) == 0);
        }
        long unknownResult = unknowns(a, axes.onlyA) + unknowns(b, axes.onlyB);
        boolean groups = axes.onlyA.size() > 1 || axes.onlyB.size() > 1 || axes.summed.size() > 1;
        return !broadcasts && (!groups || (unknownA <= 1 && unknownB <= 1 && unknownResult <= 1));
    }

    private long unknowns(Term t, List<String> axes) {
        return axes.stream().filter(x -> !lengthIn(t, x).isKnown()).count();
    }

    private Dimension lengthIn(Term t, String axis) {
        return formula.fact(t.value).dim(t.axes.indexOf(axis));
    }

    private Term byMatrixProduct(Term a, Term b, Axes axes, boolean last) {
        int batch = axes.batch.size();
        // Rows of a dense layer may have any number of axes.
        boolean rowsStay = batch == 0 && !axes.onlyA.isEmpty();
        Term rows = inOrder(a, joined(axes.batch, axes.onlyA, axes.summed));
        String left = rowsStay
                ? grouped(rows, axes.onlyA.size(), axes.summed)
                : grouped(rows, batch, axes.onlyA, axes.summed);
        String right = grouped(inOrder(b, joined(axes.batch, axes.summed, axes.onlyB)), batch, axes.summed, axes.onlyB);
        MatMul op = new MatMul(Clamp.NONE);
        String product = last ? main(op, left, right) : emit.helper("product", op, left, right);
        List<String> result = joined(axes.batch, axes.onlyA, axes.onlyB);
        if ((rowsStay || axes.onlyA.size() == 1) && axes.onlyB.size() == 1) {
            return new Term(product, result);
        }
        if (result.isEmpty()) {
            return new Term(emit.helper("single", new Squeeze(), product), result);
        }
        int kept = rowsStay ? axes.onlyA.size() : batch;
        if (rowsStay && axes.onlyB.isEmpty()) {
            String axis = emit.longs("single_axis", kept);
            return new Term(emit.helper("single", new Squeeze(), product, axis), result);
        }
        long[] target = new long[result.size()];
        boolean open = false;
        for (int i = kept; i < target.length; i++) {
            String axis = result.get(i);
            Dimension d = lengthIn(axes.onlyA.contains(axis) ? a : b, axis);
            target[i] = d.isKnown() ? d.value() : -1;
            open |= !d.isKnown();
        }
        return new Term(formula.reshape(product, open ? target : withOpenEnd(target, kept)), result);
    }

    /** The last of the dimensions that are no kept batch left open: then a freed batch needs no other target. */
    private static long[] withOpenEnd(long[] target, int batch) {
        if (target.length > batch) {
            target[target.length - 1] = -1;
        }
        return target;
    }

    /** The axes after the batch as two: rows and columns. */
    private String grouped(Term t, int batch, List<String> rows, List<String> columns) {
        if (rows.size() == 1 && columns.size() == 1) {
            return t.value;
        }
        long[] target = new long[batch + 2];
        target[batch] = product(t, rows);
        target[batch + 1] = product(t, columns);
        return formula.reshape(t.value, target);
    }

    /** The axes after {@code kept} ones as one. */
    private String grouped(Term t, int kept, List<String> columns) {
        if (columns.size() == 1) {
            return t.value;
        }
        long[] target = new long[kept + 1];
        target[kept] = product(t, columns);
        return formula.reshape(t.value, target);
    }

    /** -1 where a length is not known. */
    private long product(Term t, List<String> axes) {
        long product = 1;
        for (String axis : axes) {
            Dimension d = lengthIn(t, axis);
            if (!d.isKnown()) {
                return -1;
            }
            product = Math.multiplyExact(product, d.value());
        }
        return product;
    }

    private Term byBroadcast(Term a, Term b, Axes axes, boolean last) {
        List<String> all = joined(axes.batch, axes.onlyA, axes.onlyB, axes.summed);
        String left = aligned(a, all);
        String right = aligned(b, all);
        boolean sums = !axes.summed.isEmpty();
        Mul op = new Mul(Clamp.NONE);
        String product = last && !sums ? main(op, left, right) : emit.helper("product", op, left, right);
        if (!sums) {
            return new Term(product, all);
        }
        List<String> kept = joined(axes.batch, axes.onlyA, axes.onlyB);
        long[] over = IntStream.range(kept.size(), all.size()).asLongStream().toArray();
        Reduce sum = new Reduce(Reduce.Kind.SUM, false, false);
        String over1 = emit.longs("axes", over);
        return new Term(last ? main(sum, product, over1) : emit.helper("sum", sum, product, over1), kept);
    }

    private String main(Op op, String a, String b) {
        mainEmitted = true;
        return emit.main(op, a, b);
    }

    /** With an axis of length 1 for each that the term has not. */
    private String aligned(Term t, List<String> all) {
        Term ordered = inOrder(t, all.stream().filter(t.axes::contains).toList());
        long[] missing = IntStream.range(0, all.size())
                .filter(i -> !t.axes.contains(all.get(i)))
                .asLongStream()
                .toArray();
        return formula.unsqueeze(ordered.value, missing);
    }

    private Term inOrder(Term t, List<String> axes) {
        if (t.axes.equals(axes)) {
            return t;
        }
        Map<String, Integer> at = new HashMap<>();
        for (int i = 0; i < t.axes.size(); i++) {
            at.put(t.axes.get(i), i);
        }
        if (!at.keySet().equals(new LinkedHashSet<>(axes))) {
            throw new UnsupportedOperator("because its result has an axis that no operand has");
        }
        return new Term(formula.transpose(t.value, axes.stream().map(at::get).toArray(Integer[]::new)), axes);
    }

    @SafeVarargs
    private static List<String> joined(Collection<String>... parts) {
        List<String> all = new ArrayList<>();
        for (Collection<String> p : parts) {
            all.addAll(p);
        }
        return all;
    }
}
