@NullMarked
package io.redoubt.scan;

import org.jspecify.annotations.NullMarked;
