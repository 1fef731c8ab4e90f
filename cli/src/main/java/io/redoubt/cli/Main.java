package io.redoubt.cli;

import java.io.PrintStream;

/// The command line.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 1 && args[0].equals("--version")) {
            out.println("redoubt 0.1.0");
            return 0;
        }
        err.println("error: unknown command");
        return 2;
    }
}
