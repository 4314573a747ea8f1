//! The rules of reports, told as stories and searched for states that must not exist.

mod answers;
mod appeals;
mod deadlines;
mod explore;
mod invariants;
mod journeys;
mod properties;
mod protection;
mod refusals;
#[cfg(test)]
mod routes;
mod story;
mod succession;
mod support;
#[cfg(test)]
mod surges;
mod verification;
mod workflow;
mod world;
