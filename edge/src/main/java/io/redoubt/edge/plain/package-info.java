@NullMarked
package io.redoubt.edge.plain;

import org.jspecify.annotations.NullMarked;
