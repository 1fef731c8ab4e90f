@NullMarked
package io.redoubt.identity;

import org.jspecify.annotations.NullMarked;
