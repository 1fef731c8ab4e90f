package io.redoubt.wire;

import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.ClientHello.Shares;
import io.redoubt.wire.HelloReply.Chosen;
import io.redoubt.wire.HelloReply.Declined;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// All groups of TLS 1.3. Without a key share, the server must name a group in a HelloRetryRequest (RFC 8446, section
/// 4.1.4): it is taken out, until nothing is named.
final class RetryGroupEnumeration {

    private static final List<Group> SHARED =
            List.of(GroupRegistry.of(GroupRegistry.X25519), GroupRegistry.of(GroupRegistry.SECP256R1));

    private final HelloAsker asker;

    RetryGroupEnumeration(HelloAsker asker) {
        this.asker = asker;
    }

    List<Group> run() throws NoAnswer, InterruptedException {
        List<Group> found = new ArrayList<>();
        List<Group> left = new ArrayList<>(GroupRegistry.ofTls13());
        while (!left.isEmpty()) {
            OptionalInt picked = ask(left, Shares.NONE);
            if (picked.isEmpty()) {
                break;
            }
            Group group = GroupRegistry.of(picked.getAsInt());
            if (!left.remove(group)) {
                throw notOffered(group);
            }
            found.add(group);
        }
        return found.isEmpty() ? withShares() : List.copyOf(found);
    }

    /// For a server that agrees to 1.3, but never sends a HelloRetryRequest: only what can be offered with a key share.
    private List<Group> withShares() throws NoAnswer, InterruptedException {
        List<Group> found = new ArrayList<>();
        for (Group group : SHARED) {
            OptionalInt picked = ask(List.of(group), Shares.COMMON);
            if (picked.isPresent()) {
                if (picked.getAsInt() != group.code()) {
                    throw notOffered(GroupRegistry.of(picked.getAsInt()));
                }
                found.add(group);
            }
        }
        if (found.isEmpty()) {
            throw new NoAnswer(Obstacle.CANNOT_ASK, asker.peer() + " names no group that could be offered");
        }
        return List.copyOf(found);
    }

    private OptionalInt ask(List<Group> groups, Shares shares) throws NoAnswer, InterruptedException {
        ClientHello hello =
                asker.hello(TlsVersion.TLS_1_3, CipherSuiteRegistry.offeredIn(TlsVersion.TLS_1_3), groups, shares);
        return switch (asker.ask(hello, (reply, _) -> reply)) {
            case Declined _ -> OptionalInt.empty();
            case Chosen(ServerHello chosen) -> {
                if (chosen.version() != TlsVersion.TLS_1_3.code()) {
                    yield OptionalInt.empty();
                }
                if (chosen.group().isEmpty()) {
                    throw NoAnswer.notTheProtocol(asker.peer() + " agreed to TLS 1.3 without naming a group");
                }
                yield chosen.group();
            }
        };
    }

    private NoAnswer notOffered(Group group) {
        return NoAnswer.notTheProtocol(asker.peer() + " picked the group " + group.name() + ", which was not offered");
    }
}
