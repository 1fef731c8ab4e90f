package io.redoubt.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;

/// A small shop with an admin and a billing area, as plain as services inside a network are: HTTP on loopback, no
/// log-in, and a cookie without any attribute. Whoever reaches it may do everything: what it is protected by stands in
/// front of it.
public final class Shop {

    private static final Map<String, Page> PAGES = Map.of(
            "/", new Page("The shop", "Three teapots and a lighthouse keeper's lamp. In stock today."),
            "/admin", new Page("Admin", "Prices, stock, staff. Only those who may manage the shop should see this."),
            "/billing", new Page("Billing", "Invoices and payouts. Only those who may view billing should see this."));

    private record Page(String title, String text) {}

    private Shop() {}

    /// @param arguments the port, on loopback; 0 lets the kernel choose, and prints the address
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length == 1 ? Integer.parseInt(arguments[0]) : 0;
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", Shop::answer);
        server.start();
        if (port == 0) {
            System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
        }
        endWithParent();
        server.stop(1);
        System.exit(0);
    }

    /// Whoever started this holds its standard input; when that ends, so does the shop.
    private static void endWithParent() throws IOException {
        while (System.in.read() != -1) {
            // Nothing that is said here matters.
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Page page =
                    PAGES.get(path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
            byte[] body = (page == null ? html(new Page("Not here", "There is no such page.")) : html(page))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().set("Set-Cookie", "basket=empty; Path=/");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(page == null ? 404 : 200, head ? -1 : body.length);
            if (!head) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }
    }

    private static String html(Page page) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <nav><a href="/">Shop</a> <a href="/admin">Admin</a> <a href="/billing">Billing</a></nav>
                <h1>%1$s</h1>
                <p>%2$s</p>
                </html>
                """.formatted(page.title(), page.text());
    }
}
