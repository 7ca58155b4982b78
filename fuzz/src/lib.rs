//! What the fuzz targets share: bytes taken apart, a world of accounts that fit each other, and the seeds.

pub mod bytes;
pub mod logs;
pub mod mint;
pub mod seeds;

/// The small world of the SDK's own tests.
#[allow(dead_code, clippy::new_without_default, clippy::should_implement_trait)]
#[path = "../../sdk/tests/pure/support.rs"]
pub mod support;
