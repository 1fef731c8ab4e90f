/// REST under `/api/v1`.
@NullMarked
package io.redoubt.server.api;

import org.jspecify.annotations.NullMarked;
