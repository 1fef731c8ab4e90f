@NullMarked
package io.redoubt.assembly;

import org.jspecify.annotations.NullMarked;
