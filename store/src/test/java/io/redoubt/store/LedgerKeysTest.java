package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.store.LedgerKeys.LedgerKey;
import io.redoubt.store.Verification.Finding;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class LedgerKeysTest extends PortContract {

    private static LedgerKey key(String node, int number) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) number);
        return new LedgerKey(
                node,
                number,
                NOW.plusSeconds(number),
                Base64.getEncoder().encodeToString(bytes),
                SecretBytes.copyOf(bytes));
    }

    private void add(LedgerKey key) {
        store().inTransaction(t -> {
            t.ledgerKeys().add(key);
            return null;
        });
    }

    @Test
    void keys_of_a_node_are_newest_first_and_all_are_ordered() {
        for (LedgerKey key : new LedgerKey[] {key("web-2", 1), key("web-1", 2), key("web-1", 10), key("web-1", 1)}) {
            add(key);
        }
        under.reopen();
        assertThat(listed(t -> t.ledgerKeys().of("web-1")))
                .containsExactly(key("web-1", 10), key("web-1", 2), key("web-1", 1));
        assertThat(listed(t -> t.ledgerKeys().all()))
                .containsExactly(key("web-1", 1), key("web-1", 2), key("web-1", 10), key("web-2", 1));
        assertThat(listed(t -> t.ledgerKeys().of("web-3"))).isEmpty();
    }

    @Test
    void number_taken_is_a_conflict() {
        add(key("web-1", 1));
        assertThatThrownBy(() -> add(key("web-1", 1))).isInstanceOf(StoreException.Conflict.class);
        assertThat(listed(t -> t.ledgerKeys().all())).hasSize(1);
    }

    @Test
    void public_key_changed_beside_its_seed_is_tampering() {
        add(key("web-1", 1));
        under.tamper("UPDATE ledger_key SET public_key = ?", key("web-1", 2).publicKey());
        assertThatThrownBy(() -> listed(t -> t.ledgerKeys().all())).isInstanceOf(StoreException.Tampered.class);
    }

    @Test
    void deleted_key_is_missed() {
        add(key("web-1", 1));
        under.tamper("DELETE FROM ledger_key");
        assertThat(store().verify(under.versions()).findings())
                .containsExactly(new Finding.Missing("ledger_key", "web-1/1", 1));
    }

    @Test
    void key_of_another_length_is_none() {
        String whole = key("web-1", 1).publicKey();
        SecretBytes seed = key("web-1", 1).seed();
        for (Runnable wrong : new Runnable[] {
            () -> new LedgerKey("web-1", 0, NOW, whole, seed),
            () -> new LedgerKey("web-1", 1, NOW, "AAAA", seed),
            () -> new LedgerKey("web-1", 1, NOW, "not base64", seed),
            () -> new LedgerKey("web-1", 1, NOW, whole, secret("short"))
        }) {
            assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
