/// Private keys as files: who may read them.
@NullMarked
package io.redoubt.tls.key;

import org.jspecify.annotations.NullMarked;
