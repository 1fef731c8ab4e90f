/// What `check` found, as people and programs read it.
@NullMarked
package io.redoubt.cli.output;

import org.jspecify.annotations.NullMarked;
