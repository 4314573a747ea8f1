//! The whole application over a fresh database: requests in, pages out.

#[cfg(test)]
mod admin;
#[cfg(test)]
mod desk_acts;
#[cfg(test)]
mod desk_offered;
#[cfg(test)]
mod desk_queues;
#[cfg(test)]
mod desk_sign_in;
mod nation;
mod world;
