package io.redoubt.cli.core;

import io.redoubt.ledger.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A command as it is sent to the core that holds the data directory, with all that it would have found around it.
///
/// @param directory   where relative paths begin; absolute
/// @param environment the variables of the process that was called
/// @param columns     how wide its terminal is; 0 where its output goes elsewhere
/// @param watched     whether somebody sees its progress
public record CommandRequest(
        List<String> arguments, Path directory, Map<String, String> environment, int columns, boolean watched) {

    public CommandRequest {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    byte[] toBytes() {
        Map<String, Json> variables = new LinkedHashMap<>();
        environment.forEach((name, value) -> variables.put(name, Json.of(value)));
        return Json.of(Map.of(
                        "arguments", Json.texts(arguments),
                        "directory", Json.of(directory.toString()),
                        "environment", Json.of(variables),
                        "columns", Json.of((long) columns),
                        "watched", Json.of(watched)))
                .toBytes();
    }

    /// @throws IllegalArgumentException when the bytes are no such request
    static CommandRequest of(byte[] bytes) {
        if (Json.ofBytes(bytes) instanceof Json.Obj(var members)
                && members.get("arguments") instanceof Json.Array(List<Json> items)
                && members.get("directory") instanceof Json.Text(String directory)
                && members.get("environment") instanceof Json.Obj(var variables)
                && members.get("columns") instanceof Json.Numeric(double columns)
                && members.get("watched") instanceof Json.Bool(boolean watched)
                && members.size() == 5) {
            Map<String, String> environment = new LinkedHashMap<>();
            variables.forEach((name, value) -> environment.put(name, text(value)));
            return new CommandRequest(
                    items.stream().map(CommandRequest::text).toList(),
                    Path.of(directory),
                    environment,
                    (int) columns,
                    watched);
        }
        throw new IllegalArgumentException("not a command");
    }

    private static String text(Json json) {
        if (json instanceof Json.Text(String text)) {
            return text;
        }
        throw new IllegalArgumentException("not a text");
    }

    /// Variables hold credentials.
    @Override
    public String toString() {
        return "CommandRequest[" + (arguments.isEmpty() ? "" : arguments.getFirst()) + "]";
    }
}
