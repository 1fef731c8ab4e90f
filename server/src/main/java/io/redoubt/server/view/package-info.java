/// What the running core has to tell, in the words of API and console alike.
@NullMarked
package io.redoubt.server.view;

import org.jspecify.annotations.NullMarked;
