/// The little that the ledger asks of a file system, so that a test can stand in for one that loses power.
@org.jspecify.annotations.NullMarked
package io.redoubt.ledger.disk;
