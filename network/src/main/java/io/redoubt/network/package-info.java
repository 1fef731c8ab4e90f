@NullMarked
package io.redoubt.network;

import org.jspecify.annotations.NullMarked;
