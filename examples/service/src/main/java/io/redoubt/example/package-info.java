/// A service to put behind Redoubt when one has none at hand: a shop that knows nothing of TLS, log-ins or headers.
@NullMarked
package io.redoubt.example;

import org.jspecify.annotations.NullMarked;
