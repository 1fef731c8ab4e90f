/// Holds the house to its plan: floors, shape, names, habits.
@NullMarked
package io.redoubt.acceptance.architecture;

import org.jspecify.annotations.NullMarked;
