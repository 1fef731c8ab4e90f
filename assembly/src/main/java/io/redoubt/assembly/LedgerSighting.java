package io.redoubt.assembly;

import io.redoubt.ledger.Audit;
import java.util.OptionalLong;

/// How a stream of the ledger was found.
///
/// @param applied the last entry of it that the posture in the store was made from
record LedgerSighting(Audit audit, OptionalLong applied) {}
