package io.redoubt.cli;

import io.redoubt.assembly.InstancePlace;
import io.redoubt.assembly.StoreMigration;
import io.redoubt.assembly.StoreMigration.Target;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.store.CopiedTable;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `redoubt store migrate --to …`.
@Command(
        name = "migrate",
        description = "Move the store into the PostgreSQL that the policy declares, or back into the data directory.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "To move it there, declare it first:  store: { postgresql: { url: { env: REDOUBT_DB_URL } } }",
            "To move it back, take that out of the policy afterwards.",
            "All of it arrives and is compared, or nothing does; ended before its end, it is run again."
        })
final class StoreMigrateCommand implements Callable<Integer> {

    @Option(
            names = "--to",
            paramLabel = "PLACE",
            required = true,
            converter = TargetConverter.class,
            description = "postgresql or embedded")
    private Target target = Target.POSTGRESQL;

    private final AtInstance at;

    StoreMigrateCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() {
        InstancePlace place = at.place(at.source().load());
        Counter counter = new Counter(at.surroundings(), "rows copied");
        List<CopiedTable> copied;
        try {
            copied = StoreMigration.run(place, target, counter::add);
        } finally {
            counter.end();
        }
        at.out()
                .println("moved %d rows of %d tables, each compared with its source"
                        .formatted(copied.stream().mapToLong(CopiedTable::rows).sum(), copied.size()));
        at.out()
                .println(
                        switch (target) {
                            case POSTGRESQL ->
                                "the store is in PostgreSQL now; store.db was left as it was, and opens no more";
                            case EMBEDDED -> "the store is in " + place.data() + " now; take `store` out of the policy";
                        });
        return ExitStatus.SOUND.code();
    }

    private static final class TargetConverter implements ITypeConverter<Target> {

        @Override
        public Target convert(String text) {
            for (Target each : Target.values()) {
                if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return each;
                }
            }
            throw new TypeConversionException("'" + text + "' is no place for the store; use postgresql or embedded");
        }
    }
}
