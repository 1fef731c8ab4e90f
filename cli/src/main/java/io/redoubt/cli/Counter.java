package io.redoubt.cli;

/// How far long work is: one line that is written over, where somebody watches.
final class Counter {

    private static final String WIPE = "\r\u001b[K";

    private final Surroundings surroundings;
    private final String what;

    private long count;

    Counter(Surroundings surroundings, String what) {
        this.surroundings = surroundings;
        this.what = what;
    }

    void add(long more) {
        count += more;
        show(WIPE + count + " " + what);
    }

    void end() {
        show(WIPE);
    }

    private void show(String text) {
        if (surroundings.progress() == Progress.Audience.WATCHING) {
            surroundings.err().print(text);
            surroundings.err().flush();
        }
    }
}
