package io.redoubt.tls;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.tls.issuance.KeyPairs;
import io.redoubt.tls.issuance.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// An ACME server that asks no challenge and looks at no signature, and answers wrongly in the way it is told to.
final class MisbehavingAuthority implements AutoCloseable {

    private static final Pattern PAYLOAD = Pattern.compile("\"payload\"\\s*:\\s*\"([A-Za-z0-9_-]*)\"");
    private static final Pattern CSR = Pattern.compile("\"csr\"\\s*:\\s*\"([A-Za-z0-9_-]*)\"");

    /// How long it wants to be left alone, when it is slow.
    static final Duration RETRY_AFTER = Duration.ofSeconds(7);

    /// What it does wrong.
    enum Fault {
        NONE,
        RATE_LIMIT,
        OTHER_NAMES_IN_THE_ORDER,
        GARBAGE,
        HUGE,
        NEVER_ENDS,
        PLAIN_HTTP,
        OTHER_NAME,
        MORE_NAMES,
        OTHER_KEY,
        ENDED,
        AUTHORITY,
        LONG_CHAIN,
        NO_CERTIFICATE,
        ORDER_INVALID,
        SLOW
    }

    private final CertificateForge forge = CertificateForge.at(Instant.now());
    private final KeyPair rootKeys = KeyPairs.generate(new SecureRandom());
    private final HttpsServer server;
    private final String name;
    final AtomicInteger orders = new AtomicInteger();
    /// When each question came how far an order is.
    final List<Instant> polls = new CopyOnWriteArrayList<>();
    volatile Fault fault = Fault.NONE;
    volatile String window = "";
    private volatile PublicKey asked;
    private volatile String status = "ready";

    MisbehavingAuthority(String name) throws Exception {
        this.name = name;
        this.asked = rootKeys.getPublic();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setHttpsConfigurator(new HttpsConfigurator(context(forge.issue(forge.recipe()))));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    private static SSLContext context(IssuedCertificate own) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "own", own.keys().getPrivate(), new char[0], own.chain().toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private String base() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    URI directory() {
        return URI.create(base() + "/dir");
    }

    Path rootFile() {
        return forge.rootFile();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Replay-Nonce", "bm9uY2U");
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            switch (exchange.getRequestURI().getPath()) {
                case "/dir" ->
                    send(exchange, 200, """
                            {"newNonce":"%1$s/nonce","newAccount":"%1$s/account","newOrder":"%1$s/order",
                             "revokeCert":"%1$s/revoke","keyChange":"%1$s/key",
                             "meta":{"termsOfService":"%1$s/terms"}%2$s}
                            """.formatted(
                                    base(), window.isEmpty() ? "" : ",\"renewalInfo\":\"" + base() + "/renewal\""));
                case "/nonce" -> send(exchange, 200, "");
                case "/account" -> {
                    exchange.getResponseHeaders().set("Location", base() + "/account/1");
                    send(exchange, 201, "{\"status\":\"valid\"}");
                }
                case "/order" -> order(exchange);
                case "/order/1" -> {
                    polls.add(Instant.now());
                    if (fault == Fault.SLOW && polls.size() == 1) {
                        exchange.getResponseHeaders().set("Retry-After", String.valueOf(RETRY_AFTER.toSeconds()));
                    } else if (fault == Fault.SLOW) {
                        status = "valid";
                    }
                    send(exchange, 200, order(status));
                }
                case "/finalize" -> {
                    asked = keyOf(body);
                    status = switch (fault) {
                        case ORDER_INVALID -> "invalid";
                        case SLOW -> "processing";
                        default -> "valid";
                    };
                    send(exchange, 200, order(status));
                }
                case "/cert" -> {
                    exchange.getResponseHeaders().set("Content-Type", "application/pem-certificate-chain");
                    send(exchange, 200, fault == Fault.NO_CERTIFICATE ? "" : Pem.of(chain()));
                }
                default ->
                    send(exchange, exchange.getRequestURI().getPath().startsWith("/renewal/") ? 200 : 404, window);
            }
        }
    }

    private void order(HttpExchange exchange) throws IOException {
        orders.incrementAndGet();
        switch (fault) {
            case RATE_LIMIT -> {
                exchange.getResponseHeaders().set("Retry-After", "7200");
                exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
                send(
                        exchange,
                        429,
                        "{\"type\":\"urn:ietf:params:acme:error:rateLimited\",\"detail\":\"too many \u001b[2J\"}");
            }
            case GARBAGE -> send(exchange, 201, "{\"status\": [");
            case HUGE -> send(exchange, 201, "{\"status\":\"" + "x".repeat(1 << 20) + "\"}");
            case NEVER_ENDS -> {
                exchange.sendResponseHeaders(201, 0);
                try {
                    while (true) {
                        exchange.getResponseBody().write(' ');
                        exchange.getResponseBody().flush();
                        Thread.sleep(100);
                    }
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
            default -> {
                exchange.getResponseHeaders().set("Location", base() + "/order/1");
                status = "ready";
                send(exchange, 201, order(status));
            }
        }
    }

    private String order(String state) {
        String ordered = fault == Fault.OTHER_NAMES_IN_THE_ORDER ? "evil.example.com" : name;
        return """
                {"status":"%2$s","identifiers":[{"type":"dns","value":"%3$s"}],"authorizations":[],
                 "finalize":"%4$s/finalize","certificate":"%1$s/cert"}
                """.formatted(
                        base(), state, ordered, fault == Fault.PLAIN_HTTP ? base().replace("https", "http") : base());
    }

    private static PublicKey keyOf(String body) {
        try {
            Matcher payload = PAYLOAD.matcher(body);
            payload.find();
            Matcher csr =
                    CSR.matcher(new String(Base64.getUrlDecoder().decode(payload.group(1)), StandardCharsets.UTF_8));
            csr.find();
            return new JcaPKCS10CertificationRequest(Base64.getUrlDecoder().decode(csr.group(1))).getPublicKey();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<X509Certificate> chain() {
        Instant now = Instant.now();
        X500Name root = new X500Name("CN=Fake Root");
        PublicKey key = fault == Fault.OTHER_KEY ? rootKeys.getPublic() : asked;
        Instant end = now.plus(fault == Fault.ENDED ? Duration.ofMinutes(-5) : Duration.ofDays(90));
        List<String> names = switch (fault) {
            case OTHER_NAME -> List.of("evil.example.com");
            case MORE_NAMES -> List.of(name, "evil.example.com");
            default -> List.of(name);
        };
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(certificate(root, new X500Name("CN=leaf"), key, names, now, end, fault == Fault.AUTHORITY));
        X509Certificate issuer =
                certificate(root, root, rootKeys.getPublic(), List.of(), now, now.plus(Duration.ofDays(900)), true);
        for (int i = 0; i < (fault == Fault.LONG_CHAIN ? 30 : 1); i++) {
            chain.add(issuer);
        }
        return chain;
    }

    private X509Certificate certificate(
            X500Name issuer,
            X500Name subject,
            PublicKey key,
            List<String> names,
            Instant now,
            Instant end,
            boolean authority) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(64, new SecureRandom()),
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(end),
                    subject,
                    key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(rootKeys.getPublic()));
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(names.stream()
                                .map(each -> new GeneralName(GeneralName.dNSName, each))
                                .toArray(GeneralName[]::new)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(rootKeys.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean none = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
        if (!none) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        forge.close();
    }
}
