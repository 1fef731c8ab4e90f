package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `redoubt key status`: the data keys, and what is sealed under each.
@Command(
        name = "status",
        description = "Print the data keys, and how many rows are sealed under each.",
        mixinStandardHelpOptions = true)
final class KeyStatusCommand implements Callable<Integer> {

    private final AtInstance at;

    KeyStatusCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((_, instance) -> {
            KeyText.print(instance, at.out());
            return ExitStatus.SOUND.code();
        });
    }
}
