package io.redoubt.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/// Puts the newest checkpoint of each stream at an address of its own, `URL/ORIGIN`, and gets it back from there. What
/// keeps every version of what is put, or refuses to replace it by less, is the better witness.
public final class HttpWitness implements Witness {

    private static final int MOST_BYTES = 64 << 10;
    private static final int NOT_FOUND = 404;

    private final URI base;
    private final SSLContext trust;
    private final Duration timeout;

    /// @param base    https, or http on this machine
    /// @param trust   by which the server's certificate is judged
    /// @param timeout for one question and its whole answer
    public HttpWitness(URI base, SSLContext trust, Duration timeout) {
        this.base = base;
        this.trust = trust;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return base.toString();
    }

    @Override
    public void record(Checkpoint checkpoint) throws IOException {
        HttpResponse<String> answer = ask(HttpRequest.newBuilder(address(checkpoint.origin()))
                .header("Content-Type", "text/plain; charset=utf-8")
                .PUT(HttpRequest.BodyPublishers.ofString(WitnessNotes.text(checkpoint))));
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("it answers PUT with " + answer.statusCode());
        }
    }

    @Override
    public Optional<List<Checkpoint>> recall(String origin) throws IOException {
        HttpResponse<String> answer =
                ask(HttpRequest.newBuilder(address(origin)).GET());
        if (answer.statusCode() == NOT_FOUND) {
            return Optional.of(List.of());
        }
        if (answer.statusCode() != 200) {
            throw new IOException("it answers GET with " + answer.statusCode());
        }
        return Optional.of(WitnessNotes.parse(answer.body()).stream()
                .filter(checkpoint -> checkpoint.origin().equals(origin))
                .toList());
    }

    private URI address(String origin) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text : text + "/") + origin);
    }

    /// Follows no redirect: the checkpoint goes where the policy says, and nowhere else.
    private HttpResponse<String> ask(HttpRequest.Builder request) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(trust)
                .connectTimeout(timeout)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        try {
            return client.sendAsync(
                            request.timeout(timeout).build(),
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_BYTES))
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(reason(e), e);
        } catch (TimeoutException e) {
            throw new IOException(late(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            client.shutdownNow();
        }
    }

    private String reason(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof HttpTimeoutException) {
            return late();
        }
        return cause == null || cause.getMessage() == null
                ? "it can't be reached ("
                        + (cause == null ? e : cause).getClass().getSimpleName() + ")"
                : cause.getMessage();
    }

    private String late() {
        return "no answer within " + timeout.toSeconds() + " s";
    }
}
