import {
  AccountRole,
  getAddressEncoder,
  getU64Encoder,
  type Address,
  type Instruction,
  type TransactionSigner,
  type AccountMeta,
  type AccountSignerMeta,
} from '@solana/kit';
import { associatedTokenAddress } from './addresses.js';
import { ASSOCIATED_TOKEN_PROGRAM, SYSTEM_PROGRAM, TOKEN_2022_PROGRAM } from './programs.js';

/** An account that an instruction names. */
export const readonly = (address: Address): AccountMeta => ({ address, role: AccountRole.READONLY });
/** An account that an instruction changes. */
export const writable = (address: Address): AccountMeta => ({ address, role: AccountRole.WRITABLE });
/** An account that signs. */
export const signs = (signer: TransactionSigner): AccountSignerMeta => ({
  address: signer.address,
  role: AccountRole.READONLY_SIGNER,
  signer,
});

/** Creates a wallet's canonical token account; does nothing if it exists. */
export async function getCreateAssociatedTokenInstruction(input: {
  /** Pays the rent. */
  readonly payer: TransactionSigner;
  readonly wallet: Address;
  readonly mint: Address;
  /** `TOKEN_2022_PROGRAM` for shares, `TOKEN_PROGRAM` for quote money. */
  readonly tokenProgram: Address;
}): Promise<Instruction> {
  const createIdempotent = 1;
  const [account] = await associatedTokenAddress(input.wallet, input.mint, input.tokenProgram);
  return {
    programAddress: ASSOCIATED_TOKEN_PROGRAM,
    accounts: [
      { address: input.payer.address, role: AccountRole.WRITABLE_SIGNER, signer: input.payer } as AccountSignerMeta,
      writable(account),
      readonly(input.wallet),
      readonly(input.mint),
      readonly(SYSTEM_PROGRAM),
      readonly(input.tokenProgram),
    ],
    data: Uint8Array.of(createIdempotent),
  };
}

/**
 * Names who may close a share account, at the top level, which also works under CpiGuard: a holder hands this over to his
 * position before he opens it.
 */
export function getSetCloseAuthorityInstruction(input: {
  /** The present close authority: the owner of the account, unless another was set. */
  readonly wallet: TransactionSigner;
  readonly account: Address;
  readonly newAuthority: Address;
}): Instruction {
  const [setAuthority, closeAccount, some] = [6, 3, 1];
  return {
    programAddress: TOKEN_2022_PROGRAM,
    accounts: [writable(input.account), signs(input.wallet)],
    data: Uint8Array.from([setAuthority, closeAccount, some, ...getAddressEncoder().encode(input.newAuthority)]),
  };
}

/** The data of TransferChecked; shares have no decimals. */
export function transferCheckedData(shares: bigint): Uint8Array {
  const [transferChecked, decimals] = [12, 0];
  return Uint8Array.from([transferChecked, ...getU64Encoder().encode(shares), decimals]);
}
