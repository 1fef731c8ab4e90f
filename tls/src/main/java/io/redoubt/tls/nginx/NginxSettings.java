package io.redoubt.tls.nginx;

import io.redoubt.wire.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/// Values that servers of a configuration shall have, and the files that they make of it.
public final class NginxSettings {

    /// What OpenSSL decides before it knows the name: nginx takes these from the default server of the address.
    private static final Set<String> BEFORE_THE_NAME = Set.of("ssl_protocols", "ssl_ecdh_curve");

    private final List<NginxServer> servers;
    private final SequencedMap<List<Object>, NginxEdit> edits = new LinkedHashMap<>();
    private final SequencedSet<String> touched = new LinkedHashSet<>();

    public NginxSettings(NginxConfiguration configuration) throws NginxSyntaxException {
        this.servers = configuration.servers();
    }

    /// Gives the server of a name the value; also the default server of its addresses, where only that one counts.
    ///
    /// @throws NginxSyntaxException when no server, or not only one, is known to answer
    public void give(String host, int port, String name, String value) throws NginxSyntaxException {
        for (String listen : listensOn(port)) {
            List<NginxServer> here = servers.stream()
                    .filter(server -> server.tlsListens().contains(listen))
                    .toList();
            NginxServer first = here.stream()
                    .filter(server -> server.isDefaultOf(listen))
                    .findFirst()
                    .orElse(here.getFirst());
            NginxServer answering = answering(here, first, host);
            give(answering, name, value);
            if (BEFORE_THE_NAME.contains(name)) {
                give(first, name, value);
            }
        }
    }

    private SequencedSet<String> listensOn(int port) throws NginxSyntaxException {
        SequencedSet<String> listens = new LinkedHashSet<>();
        servers.forEach(server -> server.tlsListens().stream()
                .filter(listen -> NginxServer.port(listen) == port)
                .forEach(listens::add));
        if (listens.isEmpty()) {
            throw new NginxSyntaxException("no server of nginx's listens with ssl on port " + port);
        }
        return listens;
    }

    private static NginxServer answering(List<NginxServer> here, NginxServer first, String host)
            throws NginxSyntaxException {
        NginxServer best = here.stream()
                .max(Comparator.comparingInt(server -> server.fits(host)))
                .orElseThrow();
        if (best.fits(host) > 0) {
            // Of equals, nginx takes the first.
            return here.stream()
                    .filter(server -> server.fits(host) == best.fits(host))
                    .findFirst()
                    .orElseThrow();
        }
        if (here.stream().anyMatch(NginxServer::hasPattern)) {
            throw new NginxSyntaxException("a server_name that is a regular expression may be the one for " + host);
        }
        return first;
    }

    private void give(NginxServer server, String name, String value) {
        touched.addAll(server.names().isEmpty() ? List.of("the default server") : server.names());
        NginxEdit.giving(server, name, value)
                .ifPresent(edit -> edits.putIfAbsent(List.of(edit.file().path(), edit.start(), name), edit));
    }

    /// The names of all servers whose settings change.
    public List<String> touched() {
        return List.copyOf(touched);
    }

    /// @throws IOException when a file is not to be replaced
    public List<FileImage> images() throws IOException {
        List<FileImage> images = new ArrayList<>();
        for (Map.Entry<NginxFile, List<NginxEdit>> each : byFile().entrySet()) {
            String text = each.getKey().text();
            images.add(FileImage.of(each.getKey().path(), latin1(text), latin1(applied(text, each.getValue()))));
        }
        return images;
    }

    /// What changes, by lines.
    public String diff() {
        StringBuilder diff = new StringBuilder();
        byFile().forEach((file, some) ->
                diff.append(LineDiff.of(file.path().toString(), file.text(), applied(file.text(), some))));
        return diff.toString();
    }

    private SequencedMap<NginxFile, List<NginxEdit>> byFile() {
        SequencedMap<NginxFile, List<NginxEdit>> byFile = new LinkedHashMap<>();
        edits.values()
                .forEach(edit -> byFile.computeIfAbsent(edit.file(), _ -> new ArrayList<>())
                        .add(edit));
        return byFile;
    }

    private static String applied(String text, List<NginxEdit> edits) {
        StringBuilder changed = new StringBuilder(text);
        // From the end, and at one place the last first, so that they stand in the order in which they were given.
        edits.reversed().stream()
                .sorted(Comparator.comparingInt(NginxEdit::start).reversed())
                .forEach(edit -> changed.replace(edit.start(), edit.end(), edit.with()));
        return changed.toString();
    }

    private static Bytes latin1(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
