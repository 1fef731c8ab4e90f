package io.redoubt.control;

/// How much of a plan the world holds.
public sealed interface World {

    /// As it was when the plan was made.
    record Before() implements World {}

    /// As the plan makes it.
    record After() implements World {}

    /// Some of it is as before, the rest as after: it can be finished, and it can be put back.
    record Between() implements World {}

    /// Neither.
    ///
    /// @param what what was found, one line: `/etc/nginx/nginx.conf was changed by someone else`
    record Other(String what) implements World {}
}
