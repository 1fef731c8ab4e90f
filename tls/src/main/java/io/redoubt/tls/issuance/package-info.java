/// When a certificate is due, what may be tried, what an issuer's answer has to be.
@org.jspecify.annotations.NullMarked
package io.redoubt.tls.issuance;
