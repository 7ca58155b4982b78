//! Anchor's account types, loaded by one function a kind of account instead of at every field: Anchor's own inline
//! themselves some 200 times. The instructions whose compute is budgeted tightest use Anchor's directly.
//!
//! The only `unsafe` of the program is here: three functions of Anchor's trait are unsafe to call, as whoever calls them
//! has to be the only one with the account's data. They are forwarded as they are, with the same condition for the same
//! caller (Anchor's generated code, which refuses an account that comes twice if one of them is writable); this module
//! never calls them on its own.
//!
//! Nor is a borrow ever released, at which Anchor's own repeats itself for each field at each way out: the flag is kept in
//! the instruction's input, which nothing reads afterwards. Within an instruction it errs on the safe side: an account
//! that was loaded to read cannot be loaded to write any more.

use anchor_lang::{
    prelude::{Account as Inner, Program as InnerProgram, *},
    AccountClose, AccountInitialize, AnchorAccount, Id, Space,
};
use core::{
    mem::ManuallyDrop,
    ops::{Deref, DerefMut},
};

/// A typed account of this program: its owner and discriminator are checked when it is loaded.
pub struct Account<T: Kind>(ManuallyDrop<Inner<T>>);

/// What Anchor needs of the data of an account.
pub trait Kind: bytemuck::Pod + anchor_lang::accounts::SlabSchema {}
impl<T: bytemuck::Pod + anchor_lang::accounts::SlabSchema> Kind for T {}

impl<T: Kind> Account<T> {
    #[inline(always)]
    fn from_inner(inner: Inner<T>) -> Self {
        Self(ManuallyDrop::new(inner))
    }

    /// Its address.
    #[inline(always)]
    pub fn address(&self) -> &Address {
        self.0.account().address()
    }
}

impl<T: Kind> AnchorAccount for Account<T> {
    type Data = T;
    const MIN_DATA_LEN: usize = Inner::<T>::MIN_DATA_LEN;
    const RELAX_READONLY_CPI_BORROW_FROM_MUT: bool = Inner::<T>::RELAX_READONLY_CPI_BORROW_FROM_MUT;

    #[inline(never)]
    fn load(view: AccountView) -> Result<Self> {
        Inner::load(view).map(Self::from_inner)
    }

    // SAFETY: the caller's condition is the one that `Inner` asks for.
    #[inline(never)]
    unsafe fn load_mut(view: AccountView) -> Result<Self> {
        unsafe { Inner::load_mut(view) }.map(Self::from_inner)
    }

    // SAFETY: the caller's condition is the one that `Inner` asks for.
    #[inline(always)]
    unsafe fn load_mut_after_init(view: AccountView) -> Result<Self> {
        unsafe { Inner::load_mut_after_init(view) }.map(Self::from_inner)
    }

    #[inline(always)]
    fn account(&self) -> &AccountView {
        self.0.account()
    }
}

impl<T: Kind> Deref for Account<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Kind> DerefMut for Account<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Kind> AccountClose for Account<T> {
    #[inline(never)]
    fn close(&mut self, destination: AccountView) -> Result<()> {
        self.0.close(destination)
    }
}

impl<T: Kind> Space for Account<T>
where
    Inner<T>: Space,
{
    const INIT_SPACE: usize = Inner::<T>::INIT_SPACE;
}

impl<T: Kind> AccountInitialize for Account<T>
where
    Inner<T>: AccountInitialize,
{
    type Params<'a> = <Inner<T> as AccountInitialize>::Params<'a>;

    #[inline(never)]
    fn create_and_initialize<'a>(
        payer: &AccountView,
        account: &AccountView,
        space: usize,
        owner: &Address,
        params: &Self::Params<'a>,
        signer_seeds: Option<&[&[u8]]>,
        payer_signer_seeds: Option<&[&[u8]]>,
    ) -> Result<Self> {
        Inner::create_and_initialize(payer, account, space, owner, params, signer_seeds, payer_signer_seeds)
            .map(Self::from_inner)
    }
}

#[doc(hidden)]
impl<T: Kind> anchor_lang::IdlAccountType for Account<T>
where
    Inner<T>: anchor_lang::IdlAccountType,
{
    const __IDL_ACCOUNT_ENTRY: Option<&'static str> = Inner::<T>::__IDL_ACCOUNT_ENTRY;
    const __IDL_TYPE_DEF: Option<&'static str> = Inner::<T>::__IDL_TYPE_DEF;
    fn __idl_account_entry() -> Option<&'static str> {
        Inner::<T>::__idl_account_entry()
    }
    fn __idl_type_def() -> Option<&'static str> {
        Inner::<T>::__idl_type_def()
    }
    fn __register_idl_deps(accounts: &mut alloc::vec::Vec<&'static str>, types: &mut alloc::vec::Vec<&'static str>) {
        Inner::<T>::__register_idl_deps(accounts, types);
    }
}

/// A program that an instruction calls: its address is checked when it is loaded, by one function a program.
pub struct Program<T: Id>(InnerProgram<T>);

impl<T: Id> AnchorAccount for Program<T> {
    type Data = AccountView;

    #[inline(never)]
    fn load(view: AccountView) -> Result<Self> {
        InnerProgram::load(view).map(Self)
    }

    #[inline(always)]
    fn account(&self) -> &AccountView {
        self.0.account()
    }
}

impl<T: Id> Deref for Program<T> {
    type Target = AccountView;

    #[inline(always)]
    fn deref(&self) -> &AccountView {
        self.0.account()
    }
}

#[doc(hidden)]
impl<T: Id> anchor_lang::IdlAccountType for Program<T> {
    const __IDL_ADDRESS: Option<&'static str> = InnerProgram::<T>::__IDL_ADDRESS;
}
