/// What makes a certificate one that a client should believe: names, dates, strength, path, revocation.
@NullMarked
package io.redoubt.tls.certificate;

import org.jspecify.annotations.NullMarked;
