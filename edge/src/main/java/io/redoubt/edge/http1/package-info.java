@NullMarked
package io.redoubt.edge.http1;

import org.jspecify.annotations.NullMarked;
