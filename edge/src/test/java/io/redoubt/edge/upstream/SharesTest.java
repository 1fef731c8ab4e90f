package io.redoubt.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.edge.limit.Client;
import org.junit.jupiter.api.Test;

/// One client can't take a server away from the others.
class SharesTest {

    private final Client greedy = new Client();
    private final Client modest = new Client();

    private static int taken(Shares shares, Client client) {
        int count = 0;
        while (count < 1_000 && shares.mayUse(client)) {
            shares.use(client);
            count++;
        }
        return count;
    }

    @Test
    void last_quarter_is_for_those_who_have_little() {
        Shares shares = new Shares(256, 4_096);
        assertThat(taken(shares, greedy)).isEqualTo(192);
        assertThat(taken(shares, modest)).isEqualTo(32);
        shares.done(modest);
        assertThat(shares.mayUse(greedy)).isFalse();
        assertThat(shares.mayUse(modest)).isTrue();
        for (int i = 0; i < 64; i++) {
            shares.done(greedy);
        }
        assertThat(taken(shares, greedy)).isPositive();
    }

    @Test
    void of_a_few_connections_nothing_is_put_aside() {
        assertThat(taken(new Shares(4, 4_096), greedy)).isGreaterThanOrEqualTo(4);
    }

    @Test
    void queue_is_shared_alike() {
        Shares shares = new Shares(256, 80);
        for (int i = 0; i < 60; i++) {
            assertThat(shares.mayWait(greedy)).isTrue();
            shares.await(greedy);
        }
        assertThat(shares.mayWait(greedy)).isFalse();
        assertThat(shares.mayWait(modest)).isTrue();
        shares.awaited(greedy);
        assertThat(shares.mayWait(greedy)).isTrue();
    }
}
