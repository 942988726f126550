package dev.vernier.app.files;

import dev.vernier.io.project.SavedView;

/** The window, as far as projects keep how it was looked at. To be used on the window's thread. */
public interface ViewMemory {
    /** What is looked at now. */
    SavedView view();

    /** Looks at it again, as far as it is still there. */
    void restore(SavedView view);

    /** Of nothing that can be looked at. */
    ViewMemory NONE = new ViewMemory() {
        @Override
        public SavedView view() {
            return SavedView.NONE;
        }

        @Override
        public void restore(SavedView view) {}
    };
}
