package dev.vernier.engine.search;

/** Hears how a search gets on. Called from the job's thread; must return at once. */
public interface SearchListener {
    /** Hears nothing. */
    SearchListener NONE = new SearchListener() {
        @Override
        public void progress(Phase phase, int done, int total) {}

        @Override
        public void grown(SearchResult soFar) {}
    };

    /** What a search does one after the other. */
    enum Phase {
        UNIFORM("every layer alike"),
        SENSITIVITY("each layer alone"),
        GREEDY("best trades first"),
        EXCHANGE("exchanging layers");

        private final String title;

        Phase(String title) {
            this.title = title;
        }

        /** As people read it. */
        public String title() {
            return title;
        }
    }

    /** @param total evaluations of this phase that are known of, at least 1 */
    void progress(Phase phase, int done, int total);

    /** Another plan was evaluated. */
    void grown(SearchResult soFar);
}
