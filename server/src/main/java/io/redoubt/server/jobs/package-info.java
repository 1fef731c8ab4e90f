/// What is done again and again, on one node at a time.
@NullMarked
package io.redoubt.server.jobs;

import org.jspecify.annotations.NullMarked;
