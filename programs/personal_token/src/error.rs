//! The table of `core`, as Anchor's IDL shows it. Instructions return `core`'s errors directly, with the same codes.

use anchor_lang::prelude::*;

macro_rules! define {
    ($($name:ident $message:tt $remedy:tt,)*) => {
        /// What the program refuses.
        #[error_code]
        pub enum PersonalTokenError {
            $(#[msg($message)] $name,)*
        }

        const _: () = {
            $(assert!(PersonalTokenError::$name as u32 == personal_token_core::Error::$name as u32);)*
        };
    };
}
personal_token_core::for_each_error!(define);
