@NullMarked
package io.redoubt.edge.message;

import org.jspecify.annotations.NullMarked;
