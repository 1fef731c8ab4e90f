package io.redoubt.server.door;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/// How a request has to look before anybody is asked who it is from.
final class Manners {

    /// Of a policy, which is the largest that is ever sent.
    static final long MOST_BYTES = 1 << 20;

    private static final int LONGEST_QUERY = 4_096;

    /// Every path that there is fits, so nothing has to be decoded, and nothing can be decoded twice.
    private static final Pattern PATH =
            Pattern.compile("/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)?");

    private final String host;

    Manners(String host) {
        this.host = host;
    }

    /// The path as it was sent.
    String pathOf(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (!PATH.matcher(path).matches()) {
            throw new RefusedException(Refusal.notFound("there is no such page"));
        }
        return path;
    }

    /// One `Host`, and it is the console's: another name that leads here, as by DNS rebinding, leads nowhere.
    void insistOnHost(HttpServletRequest request) {
        List<String> hosts = Collections.list(request.getHeaders("Host"));
        if (hosts.size() != 1 || !hosts.getFirst().equalsIgnoreCase(host)) {
            throw new RefusedException(new Refusal(
                    421, "Misdirected request", "this is not the host of the console", "use https://" + host + "/"));
        }
    }

    void insist(HttpServletRequest request) {
        String query = request.getQueryString();
        if (query != null && query.length() > LONGEST_QUERY) {
            throw new RefusedException(new Refusal(414, "URI too long", "the query is too long", ""));
        }
        switch (request.getMethod()) {
            case "GET", "HEAD" -> insistOnNoBody(request);
            case "POST" -> insistOnOwnWrite(request);
            default ->
                throw new RefusedException(
                        new Refusal(405, "Method not allowed", "only GET, HEAD and POST are known here", ""));
        }
    }

    private static void insistOnNoBody(HttpServletRequest request) {
        if (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null) {
            throw new RefusedException(Refusal.invalid("a body comes with POST only", ""));
        }
    }

    /// A page of another site can make a browser send a POST, but neither choose its `Origin` nor leave it out.
    private void insistOnOwnWrite(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        String site = request.getHeader("Sec-Fetch-Site");
        if (origin == null || !origin.equalsIgnoreCase("https://" + host)) {
            throw new RefusedException(Refusal.forbidden(
                    "a write comes from the console's own pages, or names its origin", "send Origin: https://" + host));
        }
        if (site != null && !site.equals("same-origin")) {
            throw new RefusedException(Refusal.forbidden("the write comes from another site", ""));
        }
        long length = request.getContentLengthLong();
        if (length < 0) {
            throw new RefusedException(
                    new Refusal(411, "Length required", "a body says how long it is", "send Content-Length"));
        }
        if (length > MOST_BYTES) {
            throw new RefusedException(
                    new Refusal(413, "Content too large", "a body has at most " + MOST_BYTES + " bytes", "send less"));
        }
    }
}
