@NullMarked
package io.redoubt.edge.tls;

import org.jspecify.annotations.NullMarked;
