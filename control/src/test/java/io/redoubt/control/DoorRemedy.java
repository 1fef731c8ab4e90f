package io.redoubt.control;

import io.redoubt.store.SecretBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A remedy whose world is a directory: `door` says `open`, `half` or `shut`; what is done is also counted in `done`,
/// `stuck` there makes its proof fail, `watched` makes it another one, `jammed` its doing, `locked` makes it refuse
/// before it touches anything, `welded` makes its undoing do nothing, and `rusted` makes it fail when the door is open.
final class DoorRemedy implements Remedy {

    static final ControlId CONTROL = new ControlId("tls.minimum-version");
    static final Subject SUBJECT = Subject.of("https://shop.example.com");

    private final Path world;
    private final Consumer<String> at;

    /// @param at is told the points that a process may die at
    DoorRemedy(Path world, Consumer<String> at) {
        this.world = world;
        this.at = at;
    }

    static Assessment failing() {
        Row row = Row.of(CONTROL.value(), "the door is shut", Severity.HIGH, Vantage.WIRE);
        Deviation deviation = new Deviation(Severity.HIGH, "the door is open", "shut", "open", "shut it");
        return new Assessment(
                row, SUBJECT, new Verdict.Fail(List.of(deviation)), ChangeFixture.NOW, java.time.Duration.ZERO, null);
    }

    @Override
    public String name() {
        return "door";
    }

    @Override
    public Planning plan(List<Assessment> failing) {
        return new Planning(
                List.of(new Plan(
                        name(),
                        List.of(new Mended(CONTROL, SUBJECT, List.of("the door is open"), List.of())),
                        "file:///door",
                        "shut the door",
                        "-open\n+shut",
                        List.of("whoever wants to go in"),
                        "by looking at it",
                        "by opening it",
                        new TreeMap<>(),
                        SecretBytes.ofUtf8(door()))),
                List.of());
    }

    @Override
    public World observe(Plan plan) {
        return switch (door()) {
            case "open" -> new World.Before();
            case "half" -> new World.Between();
            case "shut" -> new World.After();
            case String other -> new World.Other("the door is " + other);
        };
    }

    @Override
    public void apply(Plan plan) throws RemedyException {
        at.accept("intended");
        if (Files.exists(world.resolve("locked"))) {
            throw new RemedyException(RemedyException.Touched.NOTHING, "the door is locked");
        }
        if (door().equals("open")) {
            write("half");
        }
        at.accept("half applied");
        if (door().equals("half")) {
            write("shut");
            did("shut");
        }
        at.accept("applied, not said");
        if (Files.exists(world.resolve("jammed"))) {
            throw RemedyException.because("the door jams");
        }
    }

    @Override
    public Proof verify(Plan plan) {
        at.accept("applied");
        return Files.exists(world.resolve("stuck"))
                ? new Proof.Missing("one can still go in")
                : new Proof.Given(
                        Files.exists(world.resolve("watched")) ? "the guard lets nobody in" : "nobody gets in");
    }

    @Override
    public void undo(Plan plan) throws RemedyException {
        at.accept("reverting");
        if (Files.exists(world.resolve("welded"))) {
            return;
        }
        if (door().equals("shut")) {
            write("half");
        }
        at.accept("half undone");
        if (door().equals("half")) {
            write("open");
            did("open");
        }
        if (Files.exists(world.resolve("rusted"))) {
            throw RemedyException.because("the bolt is rusted");
        }
        at.accept("undone, not said");
    }

    String door() {
        return text("door");
    }

    String done() {
        return text("done");
    }

    void write(String door) {
        try {
            Files.writeString(world.resolve("door"), door);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void mark(String name) {
        try {
            Files.createFile(world.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void unmark(String name) {
        try {
            Files.delete(world.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void did(String what) {
        try {
            Files.writeString(world.resolve("done"), what + " ", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(String name) {
        try {
            Path file = world.resolve(name);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
