package io.redoubt.tls.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.toolbox.JSONBuilder;

/// A connection to an authority that takes no more than an authority has to say, and does not wait for ever for it:
/// the library's own time-out is over when the head of an answer is there.
final class BoundedConnection extends DefaultConnection {

    private static final int MOST_BYTES = 256 << 10;

    private static final URI BAD_NONCE = URI.create("urn:ietf:params:acme:error:badNonce");

    private final Duration patience;

    BoundedConnection(HttpConnector connector, Duration patience) {
        super(connector);
        this.patience = patience;
    }

    @Override
    protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> body) throws IOException {
        if (!"https".equals(url.getProtocol())) {
            throw new IOException("the CA leads to a URL that is not https");
        }
        super.sendRequest(session, url, body);
        HttpResponse<InputStream> answer = Objects.requireNonNull(lastResponse);
        if (answer.headers().firstValue("Content-Encoding").isPresent()) {
            answer.body().close();
            throw new IOException("the CA's answer is compressed, which nobody asked for");
        }
        lastResponse = new WholeResponse(answer, new ByteArrayInputStream(whole(answer.body())));
    }

    /// The library gives up after ten nonces that the CA does not like; a CA that throws away half of them gets there.
    @Override
    protected int sendSignedRequest(
            URL url, @Nullable JSONBuilder claims, Session session, KeyPair keys, @Nullable URL account, String accept)
            throws AcmeException {
        try {
            return super.sendSignedRequest(url, claims, session, keys, account, accept);
        } catch (AcmeServerException refused) {
            if (!BAD_NONCE.equals(refused.getType())) {
                throw refused;
            }
            return super.sendSignedRequest(url, claims, session, keys, account, accept);
        }
    }

    private byte[] whole(InputStream body) throws IOException {
        FutureTask<byte[]> reading = new FutureTask<>(() -> body.readNBytes(MOST_BYTES + 1));
        Thread reader = Thread.startVirtualThread(reading);
        try {
            byte[] read = reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (read.length > MOST_BYTES) {
                throw new IOException("the CA's answer is larger than " + (MOST_BYTES >> 10) + " KiB");
            }
            return read;
        } catch (TimeoutException e) {
            throw new IOException("the CA's answer does not end", e);
        } catch (ExecutionException e) {
            throw new IOException("the CA's answer breaks off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            reader.interrupt();
            body.close();
        }
    }
}
