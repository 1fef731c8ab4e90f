/// What Redoubt remembers and mends, whole: the command line, a data directory, a root key.
@NullMarked
package io.redoubt.acceptance.memory;

import org.jspecify.annotations.NullMarked;
