@NullMarked
package io.redoubt.incident;

import org.jspecify.annotations.NullMarked;
