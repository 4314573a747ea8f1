//! Tests of the store, each on both engines.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod check;
#[cfg(test)]
mod codec;
#[cfg(test)]
mod counters;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod door;
#[cfg(test)]
mod drafts;
#[cfg(test)]
mod faq;
#[cfg(test)]
mod files;
#[cfg(test)]
mod followers;
#[cfg(test)]
mod jobs;
#[cfg(test)]
mod lessons;
#[cfg(test)]
mod machine_routing;
mod migrations;
#[cfg(test)]
mod nearby;
#[cfg(test)]
mod notices;
#[cfg(test)]
mod officers;
#[cfg(test)]
mod outage;
#[cfg(test)]
mod people;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod queues;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod restore;
#[cfg(test)]
mod rising;
#[cfg(test)]
mod s3;
#[cfg(test)]
mod saved_searches;
#[cfg(test)]
mod scanner;
#[cfg(test)]
mod search;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod setting;
#[cfg(test)]
mod statements;
#[cfg(test)]
mod supporters;
#[cfg(test)]
mod timekeeper;
#[cfg(test)]
mod town;
#[cfg(test)]
mod transactions;
#[cfg(test)]
mod world;
