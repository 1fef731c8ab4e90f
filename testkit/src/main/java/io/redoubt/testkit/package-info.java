@NullMarked
package io.redoubt.testkit;

import org.jspecify.annotations.NullMarked;
