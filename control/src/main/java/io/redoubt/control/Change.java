package io.redoubt.control;

import java.time.Instant;

/// Something that Redoubt does to the world, or did: what was planned, and how far it has come.
///
/// @param id        `chg_` and 26 characters that sort by time
/// @param version   of its row: counts its moves, from 1
/// @param node      whose world it is about; no other node touches it
/// @param plan      what is done; never changes
/// @param createdAt when it was planned
/// @param updatedAt when it moved last
public record Change(
        String id, long version, String node, Plan plan, ChangeState state, Instant createdAt, Instant updatedAt) {}
