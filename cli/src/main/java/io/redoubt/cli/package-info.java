@NullMarked
package io.redoubt.cli;

import org.jspecify.annotations.NullMarked;
