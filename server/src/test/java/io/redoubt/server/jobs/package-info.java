@NullMarked
package io.redoubt.server.jobs;

import org.jspecify.annotations.NullMarked;
