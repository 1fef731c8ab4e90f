@NullMarked
package io.redoubt.edge.process;

import org.jspecify.annotations.NullMarked;
