@NullMarked
package io.redoubt.edge.http2;

import org.jspecify.annotations.NullMarked;
