package io.redoubt.store.table;

import io.redoubt.store.Payloads;
import io.redoubt.store.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// One row for each commitment; erasing is deleting it.
record SealedPayloads(Rows rows) implements Payloads {

    @Override
    public void save(String commitment, Instant at, SecretBytes opening) {
        if (commitment.isEmpty()
                || commitment.length() > LONGEST_COMMITMENT
                || !StandardCharsets.US_ASCII.newEncoder().canEncode(commitment)) {
            throw new IllegalArgumentException("a commitment has 1 to " + LONGEST_COMMITMENT + " characters of ASCII");
        }
        rows.insert(new Row(Tables.PAYLOAD)
                .set("commitment", commitment)
                .set("created_at", at.toEpochMilli())
                .set("opening", opening.reveal()));
    }

    @Override
    public Optional<SecretBytes> find(String commitment) {
        return rows.find(Tables.PAYLOAD, commitment).map(row -> SecretBytes.copyOf(row.bytes("opening")));
    }

    /// Also one that does not open: what is to be forgotten goes.
    @Override
    public boolean erase(String commitment) {
        return rows.erase(Tables.PAYLOAD, commitment);
    }
}
