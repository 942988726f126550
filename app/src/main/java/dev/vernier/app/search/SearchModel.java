package dev.vernier.app.search;

import dev.vernier.app.drawer.DrawerJob;
import dev.vernier.engine.search.Candidate;
import dev.vernier.engine.search.Cost;
import dev.vernier.engine.search.LayerReason;
import dev.vernier.engine.search.SearchGoal;
import dev.vernier.engine.search.SearchOptions;
import dev.vernier.engine.search.SearchResult;
import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the search view shows. Properties only. */
final class SearchModel {
    private final ObjectProperty<SearchGoal.Kind> kind =
            new SimpleObjectProperty<>(this, "kind", SearchGoal.Kind.CHEAPEST_WITHIN_DROP);
    private final ObjectProperty<Cost> cost = new SimpleObjectProperty<>(this, "cost", Cost.SIZE);
    private final StringProperty drop = new SimpleStringProperty(this, "drop", "1.0");
    private final StringProperty limit = new SimpleStringProperty(this, "limit", "");
    private final StringProperty choices = new SimpleStringProperty(this, "choices", "");
    private final IntegerProperty budget =
            new SimpleIntegerProperty(this, "budget", (int) SearchOptions.DEFAULT_BUDGET.toSeconds());
    private final ObjectProperty<SearchResult> result = new SimpleObjectProperty<>(this, "result");
    private final ObjectProperty<Candidate> chosen = new SimpleObjectProperty<>(this, "chosen");
    private final ObjectProperty<Candidate> pointed = new SimpleObjectProperty<>(this, "pointed");
    private final ObservableList<LayerReason> reasons = FXCollections.observableArrayList();
    private final StringProperty sentence = new SimpleStringProperty(this, "sentence", "");
    private final DrawerJob job = new DrawerJob();
    private final StringProperty advice = new SimpleStringProperty(this, "advice", "");

    ObjectProperty<SearchGoal.Kind> kindProperty() {
        return kind;
    }

    /** What is made small, or limited. */
    ObjectProperty<Cost> costProperty() {
        return cost;
    }

    /** Points, as typed. */
    StringProperty dropProperty() {
        return drop;
    }

    /** Kilobytes or millions of bit operations, as typed. */
    StringProperty limitProperty() {
        return limit;
    }

    /** As typed: {@code int8, w4a8}; empty for the usual ones. */
    StringProperty choicesProperty() {
        return choices;
    }

    /** Seconds. */
    IntegerProperty budgetProperty() {
        return budget;
    }

    /** What was found so far; null before a search. */
    ObjectProperty<SearchResult> resultProperty() {
        return result;
    }

    /** The candidate that is told about: the one picked, else the one that was found; null for none. */
    ObjectProperty<Candidate> chosenProperty() {
        return chosen;
    }

    /** The candidate under the pointer; null for none. */
    ObjectProperty<Candidate> pointedProperty() {
        return pointed;
    }

    /** Why each layer has what it has in the chosen candidate. */
    ObservableList<LayerReason> reasons() {
        return reasons;
    }

    /** The chosen candidate in words. */
    StringProperty sentenceProperty() {
        return sentence;
    }

    DrawerJob job() {
        return job;
    }

    /** Stands in place of the plot: what searching does. */
    StringProperty adviceProperty() {
        return advice;
    }

    /** The front, from small to large; empty before a search. */
    List<Candidate> front() {
        return result.get() == null ? List.of() : result.get().front();
    }
}
