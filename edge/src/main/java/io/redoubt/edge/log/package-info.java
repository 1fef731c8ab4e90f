@NullMarked
package io.redoubt.edge.log;

import org.jspecify.annotations.NullMarked;
