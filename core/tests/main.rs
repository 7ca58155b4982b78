//! The proofs of the rules without accounts: laws against independent models, exhaustive small scopes, vectors, tables.
//!
//! `PT_CASES` sets the cases a law (100,000 unless set); `PT_DEPTH` caps the length of exhaustive histories.
#![allow(clippy::unwrap_used)]

mod common;

mod accumulator_refusals;
mod boundary;
mod complaint_case;
mod complaint_decision;
mod errors;
mod exhaustive;
mod exhaustive_round;
mod laws_accumulator;
mod laws_calendar;
mod laws_complaint;
mod laws_cost_basis;
mod laws_fairness;
mod laws_fee;
mod laws_filings;
mod laws_lockup;
mod laws_market;
mod laws_money;
mod laws_parameters;
mod laws_pause;
mod laws_policy;
mod laws_recovery;
mod laws_report;
mod laws_reputation;
mod laws_round;
mod laws_route;
mod laws_transfer;
mod may_receive;
mod members;
mod metadata;
mod proceeds;
mod report;
mod rights;
mod round_amounts;
mod round_open;
mod round_table;
mod vectors;
mod vectors_raising;
