import {
  getAddressEncoder,
  getProgramDerivedAddress,
  getU16Encoder,
  getU32Encoder,
  type Address,
  type ReadonlyUint8Array,
} from '@solana/kit';
import { Malformed } from './accounts/fields.js';
import { PERSONAL_TOKEN_PROGRAM_ADDRESS } from './generated/programs/address.js';
import { ASSOCIATED_TOKEN_PROGRAM, TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from './programs.js';
import { isPlain } from './text.js';

/** Bytes of a network's name. */
const NETWORK_NAME_SPACE = 32;

type Seed = string | ReadonlyUint8Array;

const bytes = (address: Address) => getAddressEncoder().encode(address);
const u32 = (number: number) => getU32Encoder().encode(number);

async function derive(...seeds: Seed[]): Promise<Address> {
  const [address] = await getProgramDerivedAddress({
    programAddress: PERSONAL_TOKEN_PROGRAM_ADDRESS,
    seeds: seeds.map((seed) => (typeof seed === 'string' ? new TextEncoder().encode(seed) : seed)),
  });
  return address;
}

/**
 * A network's name as its account and its address have it: UTF-8, padded with zeros to 32 bytes.
 *
 * @throws Malformed if it is empty, longer, or has characters that do not show as themselves: two names that look the same
 * would be two addresses.
 */
export function networkName(text: string): Uint8Array {
  const name = new Uint8Array(NETWORK_NAME_SPACE);
  const { read } = new TextEncoder().encodeInto(text, name);
  if (read < text.length || text.trim() === '' || !isPlain(text)) {
    throw new Malformed(
      'network name',
      'empty, longer than 32 bytes, or with characters that do not show as themselves',
    );
  }
  return name;
}

/**
 * A network, by its founder and its name, as `networkName` gives it.
 *
 * @throws Malformed if the name has not 32 bytes: the address would be that of no network.
 */
export async function networkAddress(creator: Address, name: ReadonlyUint8Array): Promise<Address> {
  if (name.length !== NETWORK_NAME_SPACE) throw new Malformed('network name', 'not of 32 bytes, padded with zeros');
  return derive('network', bytes(creator), name);
}

/** The steward that a member is. */
export const stewardAddress = (network: Address, member: Address) => derive('steward', bytes(network), bytes(member));

/** A wallet's application for admission. */
export const applicationAddress = (network: Address, wallet: Address) =>
  derive('application', bytes(network), bytes(wallet));

/** A member, by the commitment to his identity. */
export const memberAddress = (network: Address, identity: ReadonlyUint8Array) =>
  derive('member', bytes(network), identity);

/** The link from a wallet to its member. */
export const walletLinkAddress = (network: Address, wallet: Address) => derive('wallet', bytes(network), bytes(wallet));

/** The share mint of a member: one a human. */
export const mintAddress = (member: Address) => derive('mint', bytes(member));

/** The token of a share mint. */
export const tokenAddress = (mint: Address) => derive('token', bytes(mint));

/** The quote vault of a share mint; a token account, not an associated one. */
export const vaultAddress = (mint: Address) => derive('vault', bytes(mint));

/** The transfer hook's account list of a share mint. */
export const extraAccountMetasAddress = (mint: Address) => derive('extra-account-metas', bytes(mint));

/** The position of a share account. */
export const positionAddress = (shareAccount: Address) => derive('position', bytes(shareAccount));

/** The record of a token's deposit, by its number from 0. */
export const distributionAddress = (token: Address, index: number) => derive('distribution', bytes(token), u32(index));

/** A token's round, by its number from 0. */
export const roundAddress = (token: Address, index: number) => derive('round', bytes(token), u32(index));

/** The escrow of a round; a token account, not an associated one. */
export const escrowAddress = (round: Address) => derive('escrow', bytes(round));

/** A member's part in a round. */
export const subscriptionAddress = (round: Address, member: Address) =>
  derive('subscription', bytes(round), bytes(member));

/** A listing of a position, by its number from 0. */
export const listingAddress = (position: Address, nonce: number) => derive('listing', bytes(position), u32(nonce));

/** A member's pending move to a new wallet. */
export const recoveryAddress = (member: Address) => derive('recovery', bytes(member));

/** A complaint about a position, by its number from 0. */
export const complaintAddress = (position: Address, index: number) => derive('complaint', bytes(position), u32(index));

/** What an owner reports of a year. */
export const reportAddress = (token: Address, year: number) =>
  derive('report', bytes(token), getU16Encoder().encode(year));

/** The signer of the program's events. */
export const eventAuthorityAddress = () => derive('__event_authority');

/** A wallet's canonical token account, and the bump of its address. */
export async function associatedTokenAddress(
  wallet: Address,
  mint: Address,
  tokenProgram: Address,
): Promise<readonly [address: Address, bump: number]> {
  return getProgramDerivedAddress({
    programAddress: ASSOCIATED_TOKEN_PROGRAM,
    seeds: [bytes(wallet), bytes(tokenProgram), bytes(mint)],
  });
}

/** The wallet's account for shares of a mint. */
export async function shareAccountAddress(wallet: Address, mint: Address): Promise<Address> {
  return (await associatedTokenAddress(wallet, mint, TOKEN_2022_PROGRAM))[0];
}

/** The wallet's account for quote money, the only one that its positions are ever paid into. */
export async function quoteAccountAddress(wallet: Address, quoteMint: Address): Promise<Address> {
  return (await associatedTokenAddress(wallet, quoteMint, TOKEN_PROGRAM))[0];
}

/** The wallet's position in the token of a mint. */
export async function positionOf(wallet: Address, mint: Address): Promise<Address> {
  return positionAddress(await shareAccountAddress(wallet, mint));
}
