//! Channels against real servers on this machine.
#![cfg(test)]

mod alphabet;
mod email;
mod gateway;
mod number;
mod retry;
mod servers;
