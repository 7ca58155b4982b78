//! What the SDK says without a cluster: instructions against the committed IDL, decoders against hostile bytes, events
//! and errors against whoever would forge them, previews against the rules.

mod cases;
mod errors;
mod events;
mod guard;
mod hostile;
mod hostile_instructions;
mod idl;
mod instructions;
mod layouts;
mod mints;
mod quotes;
mod rounds;
mod sales;
mod support;
mod transfers;
