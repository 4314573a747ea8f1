//! Numbers in an order that looks like chance and is the same on every machine and in every build.

/// Steps to the next number below `below` (Knuth's MMIX generator, The Art of Computer
/// Programming 3.3.4).
pub(crate) fn next(state: &mut u64, below: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap_or(0) % below.max(1)
}
