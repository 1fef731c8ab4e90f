@NullMarked
package io.redoubt.data;

import org.jspecify.annotations.NullMarked;
