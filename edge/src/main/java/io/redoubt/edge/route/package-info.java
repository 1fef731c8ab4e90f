@NullMarked
package io.redoubt.edge.route;

import org.jspecify.annotations.NullMarked;
