@NullMarked
package io.redoubt.server;

import org.jspecify.annotations.NullMarked;
