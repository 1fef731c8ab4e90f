@NullMarked
package io.redoubt.edge.loop;

import org.jspecify.annotations.NullMarked;
