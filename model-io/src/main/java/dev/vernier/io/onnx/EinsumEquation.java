package dev.vernier.io.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What an Einsum equation such as {@code ...ij,jk->...ik} says: a name for each axis of each operand and of the result. The axes that an
 * ellipsis stands for are named by their distance from its end.
 */
record EinsumEquation(List<List<String>> operands, List<String> result) {
    private static final String ELLIPSIS = "...";

    /**
     * @param ranks number of axes of each operand
     * @throws UnsupportedOperator if the equation cannot be read or does not fit the operands
     */
    static EinsumEquation of(String equation, List<Integer> ranks) {
        String text = equation.replace(" ", "");
        int arrow = text.indexOf("->");
        String[] terms = (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
        if (terms.length != ranks.size()) {
            throw new UnsupportedOperator("with " + ranks.size() + " operands for the equation " + equation);
        }
        List<List<String>> operands = new ArrayList<>();
        int widest = 0;
        for (int i = 0; i < terms.length; i++) {
            int letters = terms[i].replace(ELLIPSIS, "").length();
            int hidden = ranks.get(i) - letters;
            boolean fits = terms[i].contains(ELLIPSIS) ? hidden >= 0 : hidden == 0;
            if (!fits) {
                throw new UnsupportedOperator(
                        "because " + terms[i] + " does not fit an operand of " + ranks.get(i) + " axes");
            }
            operands.add(axes(terms[i], hidden, equation));
            widest = terms[i].contains(ELLIPSIS) ? Math.max(widest, hidden) : widest;
        }
        List<String> result = arrow < 0 ? implied(terms, widest) : axes(text.substring(arrow + 2), widest, equation);
        return new EinsumEquation(operands, result);
    }

    private static List<String> axes(String term, int hidden, String equation) {
        List<String> axes = new ArrayList<>();
        for (int i = 0; i < term.length(); i++) {
            if (term.startsWith(ELLIPSIS, i)) {
                axes.addAll(hidden(hidden));
                i += ELLIPSIS.length() - 1;
            } else if (Character.isLetter(term.charAt(i))) {
                axes.add(term.substring(i, i + 1));
            } else {
                throw new UnsupportedOperator("with the equation " + equation);
            }
        }
        return axes;
    }

    private static List<String> hidden(int count) {
        List<String> axes = new ArrayList<>();
        for (int i = count; i > 0; i--) {
            axes.add("…" + i);
        }
        return axes;
    }

    /** Without an arrow: what the ellipses stand for, then the letters that occur once, in alphabetical order. */
    private static List<String> implied(String[] terms, int widest) {
        TreeMap<String, Integer> count = new TreeMap<>();
        for (String term : terms) {
            for (String letter : term.replace(ELLIPSIS, "").split("")) {
                if (!letter.isEmpty()) {
                    count.merge(letter, 1, Integer::sum);
                }
            }
        }
        List<String> result = new ArrayList<>(hidden(widest));
        count.forEach((letter, n) -> {
            if (n == 1) {
                result.add(letter);
            }
        });
        return result;
    }
}
