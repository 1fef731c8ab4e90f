@NullMarked
package io.redoubt.edge;

import org.jspecify.annotations.NullMarked;
