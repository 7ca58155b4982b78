import { address } from '@solana/kit';

/** The address that stands for none where an account has room for one; also the System program's. */
export const SYSTEM_PROGRAM = /* @__PURE__ */ address('11111111111111111111111111111111');
/** The classic Token program, which moves the quote money. */
export const TOKEN_PROGRAM = /* @__PURE__ */ address('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA');
/** Token-2022, which moves the shares. */
export const TOKEN_2022_PROGRAM = /* @__PURE__ */ address('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb');
/** The Associated Token Account program. */
export const ASSOCIATED_TOKEN_PROGRAM = /* @__PURE__ */ address('ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL');
/** The cluster's clock. */
export const CLOCK_SYSVAR = /* @__PURE__ */ address('SysvarC1ock11111111111111111111111111111111');
/** To whom the clock belongs. */
export const SYSVAR_OWNER = /* @__PURE__ */ address('Sysvar1111111111111111111111111111111111111');
