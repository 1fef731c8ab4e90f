package io.redoubt.ledger;

/// An event in its place.
///
/// @param index from 0
/// @param leaf  the hash that the tree holds of it
public record Entry(long index, Event event, Hash leaf) {}
