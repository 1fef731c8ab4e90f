package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.store.PublishedCheckpoints.Published;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedCheckpointsTest extends PortContract {

    private static Published checkpoint(String node, String stream, String note) {
        return new Published(node, stream, "key of " + node, note, NOW);
    }

    private void publish(Published checkpoint) {
        store().inTransaction(t -> {
            t.publishedCheckpoints().publish(checkpoint);
            return null;
        });
    }

    @Test
    void newest_of_each_stream_is_kept() {
        assertThat(listed(t -> t.publishedCheckpoints().all())).isEmpty();
        publish(checkpoint("web-2", "evidence", "two\n\n— sig\n"));
        publish(checkpoint("web-1", "evidence", "one"));
        publish(checkpoint("web-1", "access", "three"));
        publish(checkpoint("web-1", "evidence", "four"));
        List<Published> all = List.of(
                checkpoint("web-1", "access", "three"),
                checkpoint("web-1", "evidence", "four"),
                checkpoint("web-2", "evidence", "two\n\n— sig\n"));
        assertThat(listed(t -> t.publishedCheckpoints().all())).isEqualTo(all);
        under.reopen();
        assertThat(listed(t -> t.publishedCheckpoints().all())).isEqualTo(all);
    }
}
