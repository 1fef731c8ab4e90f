/// Certificates of a public authority by ACME (RFC 8555).
@org.jspecify.annotations.NullMarked
package io.redoubt.tls.acme;
