package io.redoubt.edge.metrics;

import io.redoubt.edge.message.Refusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What is counted, from the start on.
public final class Metrics {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder handshakes = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder reloads = new LongAdder();
    private final LongAdder logLost = new LongAdder();
    private final LongAdder[] statuses = new LongAdder[6];
    private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);
    private final Map<Refusal, LongAdder> wouldRefuse = new EnumMap<>(Refusal.class);

    public Metrics() {
        for (int i = 0; i < statuses.length; i++) {
            statuses[i] = new LongAdder();
        }
        for (Refusal refusal : Refusal.values()) {
            refused.put(refusal, new LongAdder());
            wouldRefuse.put(refusal, new LongAdder());
        }
    }

    public void accepted() {
        accepted.increment();
    }

    public void closed() {
        closed.increment();
    }

    public void handshake() {
        handshakes.increment();
    }

    public void retried() {
        retries.increment();
    }

    public void reloaded() {
        reloads.increment();
    }

    public void logLost(long lines) {
        logLost.add(lines);
    }

    public long connections() {
        return accepted.sum() - closed.sum();
    }

    public long refusedFor(Refusal refusal) {
        return counter(refused, refusal).sum();
    }

    public long wouldRefuseFor(Refusal refusal) {
        return counter(wouldRefuse, refusal).sum();
    }

    public void refuse(Refusal refusal) {
        counter(refused, refusal).increment();
    }

    public void wouldRefuse(Refusal refusal) {
        counter(wouldRefuse, refusal).increment();
    }

    /// An exchange that has ended.
    ///
    /// @param status 0 where none was sent
    public void answered(int status, long requestBytes, long responseBytes) {
        statuses[Math.clamp(status / 100, 0, 5)].increment();
        received.add(requestBytes);
        sent.add(responseBytes);
    }

    private static LongAdder counter(Map<Refusal, LongAdder> counters, Refusal refusal) {
        LongAdder counter = counters.get(refusal);
        if (counter == null) {
            throw new IllegalStateException("not counted: " + refusal);
        }
        return counter;
    }

    /// As Prometheus reads it.
    public String text() {
        StringBuilder out = new StringBuilder(4_096);
        counter(out, "redoubt_edge_connections_total", "connections accepted", accepted.sum());
        out.append("# HELP redoubt_edge_connections connections now\n# TYPE redoubt_edge_connections gauge\n")
                .append("redoubt_edge_connections ")
                .append(connections())
                .append('\n');
        counter(out, "redoubt_edge_handshakes_total", "TLS handshakes that ended well", handshakes.sum());
        counter(out, "redoubt_edge_request_body_bytes_total", "bytes of bodies of requests", received.sum());
        counter(out, "redoubt_edge_response_body_bytes_total", "bytes of bodies of responses", sent.sum());
        counter(out, "redoubt_edge_upstream_retries_total", "requests sent to a second server", retries.sum());
        counter(out, "redoubt_edge_reloads_total", "snapshots taken since the start", reloads.sum());
        counter(out, "redoubt_edge_access_log_lost_total", "lines that could not be written", logLost.sum());
        head(out, "redoubt_edge_responses_total", "responses by class of status; 0 where none was sent");
        for (int i = 0; i < statuses.length; i++) {
            out.append("redoubt_edge_responses_total{class=\"")
                    .append(i)
                    .append("\"} ")
                    .append(statuses[i].sum())
                    .append('\n');
        }
        labelled(out, "redoubt_edge_refused_total", "requests and connections refused, by reason", refused);
        labelled(out, "redoubt_edge_would_refuse_total", "what the mode enforce would refuse", wouldRefuse);
        return out.toString();
    }

    private static void counter(StringBuilder out, String name, String help, long value) {
        head(out, name, help);
        out.append(name).append(' ').append(value).append('\n');
    }

    private static void head(StringBuilder out, String name, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append("\n# TYPE ");
        out.append(name).append(" counter\n");
    }

    private static void labelled(StringBuilder out, String name, String help, Map<Refusal, LongAdder> counters) {
        head(out, name, help);
        counters.forEach((refusal, count) -> out.append(name)
                .append("{reason=\"")
                .append(refusal.label())
                .append("\"} ")
                .append(count.sum())
                .append('\n'));
    }
}
