import { type Address, type ReadonlyUint8Array } from '@solana/kit';
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '../programs.js';
import { extensionsOf, Fields, Malformed } from './fields.js';

/** A token account of either token program, as far as it matters to a share or to a payout. */
export interface TokenAccount {
  /** The token program that the account belongs to. */
  readonly programAddress: Address;
  readonly mint: Address;
  /** The wallet whose account it is. */
  readonly owner: Address;
  /** How many units of the mint. */
  readonly amount: bigint;
  readonly delegate: Address | null;
  readonly isFrozen: boolean;
  /** Who may close it, if not its owner; the position, for a share account that has one. */
  readonly closeAuthority: Address | null;
}

const SPACE = 165;
const ACCOUNT_TYPE = 2;

/** An account as fetched. */
export interface Fetched {
  readonly programAddress: Address;
  readonly data: ReadonlyUint8Array;
}

/**
 * The token account in what was fetched.
 *
 * @throws Malformed if it is none, or not initialised.
 */
export function decodeTokenAccount({ programAddress, data }: Fetched): TokenAccount {
  const what = 'token account';
  if (programAddress !== TOKEN_PROGRAM && programAddress !== TOKEN_2022_PROGRAM) {
    throw new Malformed(what, `it belongs to ${programAddress}`);
  }
  if (programAddress === TOKEN_PROGRAM && data.length !== SPACE) throw new Malformed(what, 'of another length');
  extensionsOf(what, data, SPACE, ACCOUNT_TYPE);
  const fields = new Fields(what, data);
  const [mint, owner, amount] = [fields.address(), fields.address(), fields.unsigned(8)];
  const delegate = fields.option((rest) => rest.address());
  const state = fields.byte();
  if (state !== 1 && state !== 2) throw fields.malformed('not initialised');
  fields.option((rest) => rest.unsigned(8)); // lamports of wrapped SOL
  fields.unsigned(8); // what the delegate may move
  const closeAuthority = fields.option((rest) => rest.address());
  return { programAddress, mint, owner, amount, delegate, isFrozen: state === 2, closeAuthority };
}

/** As `decodeTokenAccount`; null if nothing is there, or nothing that decodes. */
export function tokenAccountOrNull(fetched: Fetched | null): TokenAccount | null {
  if (fetched === null) return null;
  try {
    return decodeTokenAccount(fetched);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
