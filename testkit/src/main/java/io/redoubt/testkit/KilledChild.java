package io.redoubt.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.Arrays;

/// The child's side of a [ChildJvm].
public final class KilledChild {

    private KilledChild() {}

    /// Runs another class' `main`, and ends when the test has ended.
    ///
    /// @param arguments the test's process, the class, and its arguments
    public static void main(String[] arguments) throws ReflectiveOperationException {
        long test = Long.parseLong(arguments[0]);
        Thread.ofVirtual().start(() -> {
            ProcessHandle.of(test).ifPresent(process -> process.onExit().join());
            Runtime.getRuntime().halt(1);
        });
        Method main = Class.forName(arguments[1]).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) Arrays.copyOfRange(arguments, 2, arguments.length));
    }

    /// Says that it has come to a point, and waits there to be killed, or told to go on.
    public static void waitAt(String point) {
        System.out.println(point);
        try {
            if (System.in.read() < 0) {
                Runtime.getRuntime().halt(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
