/// Who may come in, and how much each may ask.
@NullMarked
package io.redoubt.server.door;

import org.jspecify.annotations.NullMarked;
