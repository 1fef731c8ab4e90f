/// The whole program as a user starts it: `redoubt up` with its processes, and what becomes of them.
@NullMarked
package io.redoubt.acceptance.running;

import org.jspecify.annotations.NullMarked;
