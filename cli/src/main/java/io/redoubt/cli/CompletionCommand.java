package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `redoubt completion bash|zsh`.
@Command(
        name = "completion",
        description = "Print what makes a shell complete redoubt's commands and options.",
        mixinStandardHelpOptions = true,
        footer = {"", "bash:  source <(redoubt completion bash)", "zsh:   source <(redoubt completion zsh)"})
final class CompletionCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SHELL", description = "bash or zsh")
    private String shell = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Surroundings surroundings;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String script = switch (shell) {
            case "bash" -> "";
            case "zsh" -> "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n";
            default ->
                throw new ParameterException(
                        spec.commandLine(), "'" + shell + "' is no shell that redoubt completes for; use bash or zsh");
        };
        surroundings
                .out()
                .print(script + AutoComplete.bash("redoubt", spec.root().commandLine()));
        return ExitStatus.SOUND.code();
    }
}
