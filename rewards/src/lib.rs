//! Reward schemes.
