/// The processes of `up`: how each is started, kept apart, started again and ended.
@NullMarked
package io.redoubt.cli.process;

import org.jspecify.annotations.NullMarked;
