package io.redoubt.assembly;

import io.redoubt.control.CannotLookException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// adjtimex(2) of Linux, with no mode set: it only reads.
final class Adjtimex implements KernelClock {

    /// `struct timex` of 64-bit Linux (linux/timex.h): its size, and where its fields begin, in bytes.
    private static final long SIZE = 208;

    private static final long MAXERROR = 24;
    private static final long STATUS = 40;

    private static final FunctionDescriptor SIGNATURE =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS);

    @Override
    public ClockState read() throws CannotLookException {
        MethodHandle call = call();
        try (Arena arena = Arena.ofConfined()) {
            // All zero, and so are its modes.
            MemorySegment timex = arena.allocate(SIZE, Long.BYTES);
            int state = invoke(call, timex);
            if (state < 0) {
                throw notToBeHad("the kernel refuses it");
            }
            return new ClockState(
                    state,
                    timex.get(ValueLayout.JAVA_INT, STATUS),
                    Duration.of(timex.get(ValueLayout.JAVA_LONG, MAXERROR), ChronoUnit.MICROS));
        }
    }

    /// Native access is granted when Java is started.
    @SuppressWarnings("restricted")
    private static MethodHandle call() throws CannotLookException {
        if (!System.getProperty("os.name").equals("Linux") || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            throw notToBeHad("this is not 64-bit Linux");
        }
        try {
            Linker linker = Linker.nativeLinker();
            Optional<MemorySegment> function = linker.defaultLookup().find("adjtimex");
            if (function.isPresent()) {
                return linker.downcallHandle(function.get(), SIGNATURE);
            }
        } catch (UnsupportedOperationException | IllegalCallerException e) {
            throw notToBeHad(String.valueOf(e.getMessage()));
        }
        throw notToBeHad("the C library does not have it");
    }

    private static int invoke(MethodHandle call, MemorySegment timex) {
        try {
            return (int) call.invokeExact(timex);
        } catch (Throwable e) {
            throw new IllegalStateException("a call into the C library throws nothing", e);
        }
    }

    private static CannotLookException notToBeHad(String why) {
        return new CannotLookException("adjtimex is not to be had: " + why, "");
    }
}
