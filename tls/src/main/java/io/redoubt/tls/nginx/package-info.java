/// nginx on this machine: its configuration as text, and its processes.
@NullMarked
package io.redoubt.tls.nginx;

import org.jspecify.annotations.NullMarked;
