//! The whole application over a fresh database: requests in, pages out.

#[cfg(test)]
mod admin;
#[cfg(test)]
mod citizen_alike;
#[cfg(test)]
mod citizen_filing;
#[cfg(test)]
mod citizen_public;
#[cfg(test)]
mod citizen_search;
#[cfg(test)]
mod citizen_track;
#[cfg(test)]
mod desk_acts;
#[cfg(test)]
mod desk_alike;
#[cfg(test)]
mod desk_answers;
#[cfg(test)]
mod desk_forms;
#[cfg(test)]
mod desk_offered;
#[cfg(test)]
mod desk_proposals;
#[cfg(test)]
mod desk_queues;
#[cfg(test)]
mod desk_report;
#[cfg(test)]
mod desk_sign_in;
#[cfg(test)]
mod desk_support;
#[cfg(test)]
mod guest;
#[cfg(test)]
mod machine;
#[cfg(test)]
mod nation;
#[cfg(test)]
mod questions;
#[cfg(test)]
mod search;
#[cfg(test)]
mod world;
