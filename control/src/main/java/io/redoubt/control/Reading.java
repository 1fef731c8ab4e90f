package io.redoubt.control;

import java.time.Instant;

/// What was seen of one subject, from which vantage, and when. It is complete: a control judges it without looking
/// again, so the same reading gives the same verdict at any later time.
///
/// @param <S>  what was seen: an immutable value
/// @param at   when the looking ended
public record Reading<S>(Subject subject, Vantage vantage, Instant at, S seen) {}
