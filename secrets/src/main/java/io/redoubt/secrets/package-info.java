@NullMarked
package io.redoubt.secrets;

import org.jspecify.annotations.NullMarked;
