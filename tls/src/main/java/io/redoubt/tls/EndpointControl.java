package io.redoubt.tls;

import io.redoubt.control.CannotLookException;
import io.redoubt.control.Control;
import io.redoubt.control.Reading;
import io.redoubt.control.Row;
import io.redoubt.control.Subject;
import io.redoubt.control.Verdict;
import io.redoubt.tls.endpoint.AddressScan;
import io.redoubt.tls.endpoint.Product;
import io.redoubt.tls.endpoint.Scans;
import io.redoubt.tls.endpoint.Sighting;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// A control whose subjects are the endpoints: it looks at each address, and judges each alone.
///
/// @param <T> what it sees of one address
abstract class EndpointControl<T> implements Control<Sighting<T>> {

    /// What all controls of endpoints look through.
    record Endpoints(List<Endpoint> all, Scans scans, InstantSource clock) {

        Endpoint of(Subject subject) {
            return all.stream()
                    .filter(endpoint -> endpoint.url().equals(subject.uri()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("not an endpoint: " + subject));
        }
    }

    /// What a judgement is about, besides what was seen.
    ///
    /// @param at when it was seen
    record Context(Endpoint endpoint, Product product, Instant at) {}

    private final Row row;
    private final Endpoints endpoints;

    EndpointControl(Row row, Endpoints endpoints) {
        this.row = row;
        this.endpoints = endpoints;
    }

    abstract T look(AddressScan address) throws InterruptedException;

    abstract Verdict judge(T seen, Context context);

    @Override
    public final Row row() {
        return row;
    }

    @Override
    public final List<Subject> subjects() {
        return endpoints.all().stream()
                .map(endpoint -> new Subject(endpoint.url()))
                .toList();
    }

    @Override
    public final Reading<Sighting<T>> read(Subject subject) throws CannotLookException, InterruptedException {
        Endpoint endpoint = endpoints.of(subject);
        Sighting<T> seen = endpoints
                .scans()
                .of(endpoint.host(), endpoint.port(), endpoint.plain(), row.id())
                .sight(this::look);
        return new Reading<>(subject, row.vantage(), endpoints.clock().instant(), seen);
    }

    @Override
    public final Verdict judge(Reading<Sighting<T>> reading) {
        Sighting<T> sighting = reading.seen();
        Context context = new Context(endpoints.of(reading.subject()), sighting.product(), reading.at());
        return sighting.judge(seen -> judge(seen, context));
    }
}
