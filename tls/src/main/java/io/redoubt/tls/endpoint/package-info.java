/// Looking at one endpoint once for all the controls that want to know about it.
@NullMarked
package io.redoubt.tls.endpoint;

import org.jspecify.annotations.NullMarked;
