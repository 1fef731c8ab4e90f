package io.redoubt.server.door;

/// What is not done, and why: rendered as RFC 9457 for programs, as a page for people. Nothing secret in it.
///
/// @param title  the kind, always the same for it
/// @param detail this one, one line
/// @param mend   what to do, or empty
public record Refusal(int status, String title, String detail, String mend) {

    static Refusal tooMuch(String detail) {
        return new Refusal(429, "Too many requests", detail, "wait a little, then try again");
    }

    static Refusal forbidden(String detail, String mend) {
        return new Refusal(403, "Forbidden", detail, mend);
    }

    public static Refusal notFound(String detail) {
        return new Refusal(404, "Not found", detail, "");
    }

    public static Refusal invalid(String detail, String mend) {
        return new Refusal(400, "Bad request", detail, mend);
    }

    /// What broke may hold anything: its message is not told.
    public static Refusal broken() {
        return new Refusal(500, "Internal error", "this could not be answered", "the log of the core says more");
    }
}
