import type { Address, Instruction, TransactionSigner } from '@solana/kit';
import { Malformed } from './accounts/fields.js';
import { decodeTokenAccount } from './accounts/tokenAccount.js';
import { extraAccountMetasAddress, positionAddress, shareAccountAddress, tokenAddress } from './addresses.js';
import { Refusal } from './checked.js';
import { NO_POSITION_CODE } from './explain.js';
import { PERSONAL_TOKEN_PROGRAM_ADDRESS } from './generated/programs/address.js';
import { memberKind, networkKind, positionKind, tokenKind } from './kinds.js';
import { previewTransfer, type TransferInputs, type TransferPreview } from './preview/transfer.js';
import { CLOCK_SYSVAR, TOKEN_2022_PROGRAM } from './programs.js';
import { clockTime, decodeChecked, fetchMany, fetchOne, type ReadRpc } from './read.js';
import { readonly, signs, transferCheckedData, writable } from './spl.js';
import type { At } from './preview/position.js';
import type { Position } from './generated/accounts/position.js';

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
 * @throws Refusal if the sender or the receiver has no position; the receiver opens one first.
 */
export async function transferShares(rpc: ReadRpc, input: TransferSharesInput): Promise<Instruction> {
  const accounts = await resolve(rpc, input);
  return getTransferSharesInstruction({ ...accounts.named, shares: input.shares });
}

/** As `transferShares`, with the program's verdict on it and what it would leave behind, to the unit. */
export async function planTransferShares(
  rpc: ReadRpc,
  input: TransferSharesInput,
): Promise<{ readonly instruction: Instruction; readonly preview: TransferPreview }> {
  const { named, sides } = await resolve(rpc, input);
  const [token, clock = null, ...members] = await fetchMany(rpc, [
    named.token,
    CLOCK_SYSVAR,
    named.sourceMember,
    named.destinationMember,
  ]);
  const member = (index: number, address: Address) => {
    const found = members[index];
    if (!found) throw new Malformed('member', `there is none at ${address}`);
    return { address, data: decodeChecked(memberKind(), found) };
  };
  if (!token) throw new Malformed('token', `there is none of the mint ${input.mint}`);
  const inputs: TransferInputs = {
    network: await fetchOne(rpc, networkKind(), named.network),
    token: { address: named.token, data: decodeChecked(tokenKind(), token) },
    sourcePosition: sides.source,
    sourceMember: member(0, named.sourceMember),
    destinationPosition: sides.destination,
    destinationMember: member(1, named.destinationMember),
    shares: input.shares,
    now: clockTime(clock),
  };
  const instruction = getTransferSharesInstruction({ ...named, shares: input.shares });
  return { instruction, preview: previewTransfer(inputs) };
}

interface Resolved {
  readonly named: TransferSharesAccounts;
  readonly sides: { readonly source: At<Position>; readonly destination: At<Position> };
}

async function resolve(rpc: ReadRpc, input: TransferSharesInput): Promise<Resolved> {
  const { mint, authority } = input;
  const source = await shareAccountAddress(input.sender ?? authority.address, mint);
  const destination = await shareAccountAddress(input.receiver, mint);
  const token = await tokenAddress(mint);
  const found = await fetchMany(rpc, [token, source, destination]);
  const [tokenAccount, ...shareAccounts] = found;
  if (!tokenAccount) throw new Malformed('token', `there is none of the mint ${mint}`);
  const { network } = decodeChecked(tokenKind(), tokenAccount);
  const positions = await Promise.all(
    [source, destination].map(async (address, index) => {
      const account = shareAccounts[index];
      const closeAuthority = account ? decodeTokenAccount(account).closeAuthority : null;
      // Whatever else may close the account, the hook takes only the position of it.
      if (closeAuthority !== (await positionAddress(address))) throw new Refusal(NO_POSITION_CODE, TOKEN_2022_PROGRAM);
      return closeAuthority;
    }),
  );
  const [sourceSide, destinationSide] = await fetchPositions(rpc, positions);
  return {
    named: {
      mint,
      source,
      destination,
      authority,
      token,
      network,
      sourcePosition: sourceSide.address,
      destinationPosition: destinationSide.address,
      sourceMember: sourceSide.data.member,
      destinationMember: destinationSide.data.member,
      extraAccountMetas: await extraAccountMetasAddress(mint),
    },
    sides: { source: sourceSide, destination: destinationSide },
  };
}

async function fetchPositions(rpc: ReadRpc, addresses: Address[]): Promise<[At<Position>, At<Position>]> {
  const positions = (await fetchMany(rpc, addresses)).map((account, index) => {
    const address = addresses[index];
    if (!account || address === undefined) throw new Refusal(NO_POSITION_CODE, TOKEN_2022_PROGRAM);
    return { address, data: decodeChecked(positionKind(), account) };
  });
  const [source, destination] = positions;
  if (!source || !destination) throw new Refusal(NO_POSITION_CODE, TOKEN_2022_PROGRAM);
  return [source, destination];
}
