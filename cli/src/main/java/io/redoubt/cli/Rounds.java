package io.redoubt.cli;

import io.redoubt.assembly.Addresses;
import io.redoubt.assembly.Assembly;
import io.redoubt.assembly.Scope;
import io.redoubt.wire.Resolver;
import java.nio.file.Path;
import java.util.List;

/// Makes the round that the command line asks for.
final class Rounds {

    private Rounds() {}

    static Round of(Surroundings surroundings, CommonOptions options, List<String> urls) {
        List<Path> roots =
                options.trust().stream().map(surroundings.directory()::resolve).toList();
        Assembly assembly = new Assembly(Resolver.system(), roots, surroundings.clock());
        Scope scope = assembly.ofAddresses(Addresses.parse(urls));
        return new Round(surroundings, scope, null);
    }
}
