/// The whole product, from a policy file to its output, against real servers on loopback.
@NullMarked
package io.redoubt.acceptance.endpoints;

import org.jspecify.annotations.NullMarked;
