@NullMarked
package io.redoubt.tls;

import org.jspecify.annotations.NullMarked;
