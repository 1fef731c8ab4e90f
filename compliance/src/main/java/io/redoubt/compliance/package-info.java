@NullMarked
package io.redoubt.compliance;

import org.jspecify.annotations.NullMarked;
