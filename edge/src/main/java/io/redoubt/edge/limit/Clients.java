package io.redoubt.edge.limit;

import io.redoubt.policy.Address;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// All clients of late. A client of IPv6 is a /64: within it, addresses cost nothing.
public final class Clients {

    private static final int MOST = 200_000;
    private static final int SITE = 64;

    private final Map<Address, Client> clients = new ConcurrentHashMap<>();
    /// All those share one account that come when there are too many to tell apart.
    private final Client overflow = new Client();

    public Client of(Address address) {
        Address key = address.family() == Address.Family.V6 ? AddressSet.masked(address, SITE) : address;
        Client client = clients.get(key);
        if (client != null) {
            return client;
        }
        return clients.size() >= MOST ? overflow : clients.computeIfAbsent(key, _ -> new Client());
    }

    /// Forgets who has been quiet.
    public void forget(long now) {
        clients.values().removeIf(client -> client.idle(now));
    }

    int size() {
        return clients.size();
    }
}
