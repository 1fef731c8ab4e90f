/// What a web server says about itself in the heads of its answers.
@NullMarked
package io.redoubt.tls.web;

import org.jspecify.annotations.NullMarked;
