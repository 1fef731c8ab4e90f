/// Redoubt's own certificate authority, for internal names.
@org.jspecify.annotations.NullMarked
package io.redoubt.tls.ca;
