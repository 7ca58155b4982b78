import type { Address, Instruction, TransactionSigner } from '@solana/kit';
import { Malformed } from './accounts/fields.js';
import { decodeTokenAccount, type Fetched } from './accounts/tokenAccount.js';
import { extraAccountMetasAddress, positionAddress, shareAccountAddress, tokenAddress } from './addresses.js';
import { Refusal } from './checked.js';
import { NO_POSITION_CODE } from './explain.js';
import { PERSONAL_TOKEN_PROGRAM_ADDRESS } from './generated/programs/address.js';
import { memberKind, networkKind, positionKind, tokenKind } from './kinds.js';
import { previewTransfer, type TransferPreview } from './preview/transfer.js';
import { CLOCK_SYSVAR, TOKEN_2022_PROGRAM } from './programs.js';
import { clockTime, decodeChecked, decodeExisting, fetchMany, type ReadRpc } from './read.js';
import { readonly, signs, transferCheckedData, writable } from './spl.js';

/** The code of Token-2022 for more shares than the account holds. */
const INSUFFICIENT_FUNDS = 1;

/** The accounts of a transfer of shares, every one named. */
export interface TransferSharesAccounts {
  readonly mint: Address;
  /** The sender's share account. */
  readonly source: Address;
  /** The receiver's share account. */
  readonly destination: Address;
  /** The owner of the source, or its delegate. */
  readonly authority: TransactionSigner;
  readonly token: Address;
  readonly network: Address;
  readonly sourcePosition: Address;
  readonly destinationPosition: Address;
  readonly sourceMember: Address;
  readonly destinationMember: Address;
  /** The hook's list of the mint. */
  readonly extraAccountMetas: Address;
}

/** A transfer of shares as Token-2022 takes it: TransferChecked with everything that the hook asks for. Fetches nothing. */
export function getTransferSharesInstruction(input: TransferSharesAccounts & { readonly shares: bigint }): Instruction {
  return {
    programAddress: TOKEN_2022_PROGRAM,
    accounts: [
      writable(input.source),
      readonly(input.mint),
      writable(input.destination),
      signs(input.authority),
      readonly(input.token),
      readonly(input.network),
      writable(input.sourcePosition),
      writable(input.destinationPosition),
      readonly(input.sourceMember),
      readonly(input.destinationMember),
      readonly(PERSONAL_TOKEN_PROGRAM_ADDRESS),
      readonly(input.extraAccountMetas),
    ],
    data: transferCheckedData(input.shares),
  };
}

/** Who sends how many shares to whom. */
export interface TransferSharesInput {
  readonly mint: Address;
  /** The sender's wallet, or a delegate of his share account. */
  readonly authority: TransactionSigner;
  /** The sender's wallet, if a delegate signs. */
  readonly sender?: Address;
  /** The receiver's wallet. */
  readonly receiver: Address;
  readonly shares: bigint;
}

/**
 * Builds a transfer of shares from the mint and two wallets, as every wallet that resolves hooks does it: the positions
 * are the close authorities of the share accounts, the members are in the positions.
 *
 * @throws Malformed if there is no such token, or the sender has no position in it; Refusal if the receiver has none: he
 * opens one first.
 */
export async function transferShares(rpc: ReadRpc, input: TransferSharesInput): Promise<Instruction> {
  return getTransferSharesInstruction({ ...(await resolve(rpc, input)), shares: input.shares });
}

/** As `transferShares`, with the chain's verdict on it and what it would leave behind, to the unit. */
export async function planTransferShares(
  rpc: ReadRpc,
  input: TransferSharesInput,
): Promise<{ readonly instruction: Instruction; readonly preview: TransferPreview }> {
  const named = await resolve(rpc, input);
  const { token, network, source, sourcePosition, sourceMember, destinationPosition, destinationMember } = named;
  const parts = [token, network, sourcePosition, destinationPosition, sourceMember, destinationMember];
  // Once more, all of one slot: a claim in between, or a node that lags, would make no sense of them.
  const [clock = null, shareAccount, ...found] = await fetchMany(rpc, [CLOCK_SYSVAR, source, ...parts]);
  if (!shareAccount) throw senderHasNone();
  if (input.shares > decodeTokenAccount(shareAccount).amount) throw new Refusal(INSUFFICIENT_FUNDS, TOKEN_2022_PROGRAM);
  const preview = previewTransfer({
    token: decodeExisting(tokenKind(), token, found[0]),
    network: decodeExisting(networkKind(), network, found[1]),
    sourcePosition: decodeExisting(positionKind(), sourcePosition, found[2]),
    destinationPosition: decodeExisting(positionKind(), destinationPosition, found[3]),
    sourceMember: decodeExisting(memberKind(), sourceMember, found[4]),
    destinationMember: decodeExisting(memberKind(), destinationMember, found[5]),
    shares: input.shares,
    now: clockTime(clock),
  });
  return { instruction: getTransferSharesInstruction({ ...named, shares: input.shares }), preview };
}

const senderHasNone = () => new Malformed('position', 'the sender has none in this token');

async function resolve(rpc: ReadRpc, input: TransferSharesInput): Promise<TransferSharesAccounts> {
  const { mint, authority } = input;
  const token = await tokenAddress(mint);
  const source = await shareAccountAddress(input.sender ?? authority.address, mint);
  const destination = await shareAccountAddress(input.receiver, mint);
  const [sourcePosition, destinationPosition] = [await positionAddress(source), await positionAddress(destination)];
  const addresses = [token, source, sourcePosition, destination, destinationPosition];
  const [tokenAccount = null, ...sides] = await fetchMany(rpc, addresses);
  if (!tokenAccount) throw new Malformed('token', `there is none of the mint ${mint}`);
  const sourceMember = memberOf(sourcePosition, sides[0], sides[1]);
  if (sourceMember === null) throw senderHasNone();
  const destinationMember = memberOf(destinationPosition, sides[2], sides[3]);
  if (destinationMember === null) throw new Refusal(NO_POSITION_CODE, TOKEN_2022_PROGRAM);
  return {
    mint,
    source,
    destination,
    authority,
    token,
    network: decodeChecked(tokenKind(), tokenAccount).network,
    sourcePosition,
    destinationPosition,
    sourceMember,
    destinationMember,
    extraAccountMetas: await extraAccountMetasAddress(mint),
  };
}

type Found = Fetched | null | undefined;

/** The member who holds a share account; null if the account has no position. */
function memberOf(address: Address, shareAccount: Found, position: Found): Address | null {
  // Whatever else may close the account, the hook takes only the position of it.
  if (!shareAccount || decodeTokenAccount(shareAccount).closeAuthority !== address || !position) return null;
  return decodeChecked(positionKind(), position).member;
}
