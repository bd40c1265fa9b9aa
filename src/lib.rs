//! dechaff
pub mod tokenize;
pub mod build;
#[doc(hidden)]
pub mod stages { pub use crate::tokenize::*; pub use crate::build::*; }
