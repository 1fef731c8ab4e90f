@NullMarked
package io.redoubt.edge.upstream;

import org.jspecify.annotations.NullMarked;
