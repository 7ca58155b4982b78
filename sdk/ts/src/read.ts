import {
  fetchEncodedAccounts,
  getAddressEncoder,
  getBase58Decoder,
  getBase64Encoder,
  type Address,
  type Base58EncodedBytes,
  type Decoder,
  type GetAccountInfoApi,
  type GetMultipleAccountsApi,
  type GetProgramAccountsApi,
  type ReadonlyUint8Array,
  type Rpc,
} from '@solana/kit';
import { Fields, Malformed } from './accounts/fields.js';
import type { Fetched } from './accounts/tokenAccount.js';
import { PERSONAL_TOKEN_PROGRAM_ADDRESS } from './generated/programs/address.js';
import type { At } from './preview/position.js';
import { CLOCK_SYSVAR, SYSTEM_PROGRAM, SYSVAR_OWNER } from './programs.js';

/** What this package asks of a node to read accounts. */
export type ReadRpc = Rpc<GetAccountInfoApi & GetMultipleAccountsApi>;
/** What it asks besides to find accounts. */
export type FindRpc = Rpc<GetAccountInfoApi & GetMultipleAccountsApi & GetProgramAccountsApi>;

/** A kind of account of the program. */
export interface AccountKind<T> {
  readonly name: string;
  readonly decoder: Decoder<T>;
  /** The first eight bytes of the data. */
  readonly discriminator: ReadonlyUint8Array;
  /** Bytes of the data. */
  readonly space: number;
}

/** The layout version that this package knows. */
const VERSION = 1;

const isPrefix = (prefix: ReadonlyUint8Array, data: ReadonlyUint8Array) =>
  prefix.every((byte, index) => data[index] === byte);

/**
 * An account of the program in what a node answered, which nothing of is trusted.
 *
 * @throws Malformed if the account is another program's, of another kind, length or version.
 */
export function decodeChecked<T>(kind: AccountKind<T>, { programAddress, data }: Fetched): T {
  if (programAddress !== PERSONAL_TOKEN_PROGRAM_ADDRESS) {
    throw new Malformed(kind.name, `it belongs to ${programAddress}`);
  }
  if (!isPrefix(kind.discriminator, data)) throw new Malformed(kind.name, 'another account of the program');
  if (data.length !== kind.space) throw new Malformed(kind.name, `it has ${data.length} bytes, not ${kind.space}`);
  const version = data[kind.discriminator.length];
  if (version !== VERSION)
    throw new Malformed(kind.name, `of layout version ${version}, which this client does not know`);
  return kind.decoder.decode(data);
}

/** Whoever sends lamports to a derived address does not create anything there. */
const isEmpty = ({ programAddress, data }: Fetched) => programAddress === SYSTEM_PROGRAM && data.length === 0;

/** Most accounts that a node gives in one answer. */
export const MOST_FETCHED = 100;

/** What lies at addresses, at most `MOST_FETCHED`, all read at one slot; null where nothing is, or nothing but lamports. */
export async function fetchMany(rpc: ReadRpc, addresses: readonly Address[]): Promise<(Fetched | null)[]> {
  const accounts = await fetchEncodedAccounts(rpc, [...addresses]);
  if (accounts.length !== addresses.length) throw new Malformed('answer', 'not one for each address');
  return accounts.map((account) => (account.exists && !isEmpty(account) ? account : null));
}

/**
 * The account of the program among what was fetched.
 *
 * @throws Malformed if nothing is there, or something else.
 */
export function decodeExisting<T>(kind: AccountKind<T>, address: Address, found: Fetched | null | undefined): At<T> {
  if (!found) throw new Malformed(kind.name, `there is none at ${address}`);
  return { address, data: decodeChecked(kind, found) };
}

/**
 * An account of the program; null if nothing is there.
 *
 * @throws Malformed if something else is there.
 */
export async function fetchMaybe<T>(rpc: ReadRpc, kind: AccountKind<T>, address: Address): Promise<At<T> | null> {
  const [found = null] = await fetchMany(rpc, [address]);
  return found === null ? null : { address, data: decodeChecked(kind, found) };
}

/**
 * An account of the program that has to be there.
 *
 * @throws Malformed if nothing is there, or something else.
 */
export async function fetchOne<T>(rpc: ReadRpc, kind: AccountKind<T>, address: Address): Promise<At<T>> {
  const [found] = await fetchMany(rpc, [address]);
  return decodeExisting(kind, address, found);
}

/** Bytes that an account has to hold at an offset. */
export interface Match {
  readonly offset: bigint;
  readonly bytes: Address;
}

/**
 * All accounts of a kind that match, by address. That none was withheld cannot be seen.
 *
 * @throws Malformed if the node answered with anything else, or with an account twice.
 */
export async function findAll<T>(rpc: FindRpc, kind: AccountKind<T>, ...matches: readonly Match[]): Promise<At<T>[]> {
  const memcmp = (offset: bigint, bytes: string) => ({
    memcmp: { offset, bytes: bytes as Base58EncodedBytes, encoding: 'base58' as const },
  });
  const found = await rpc
    .getProgramAccounts(PERSONAL_TOKEN_PROGRAM_ADDRESS, {
      encoding: 'base64',
      filters: [
        { dataSize: BigInt(kind.space) },
        memcmp(0n, getBase58Decoder().decode(kind.discriminator)),
        ...matches.map(({ offset, bytes }) => memcmp(offset, bytes)),
      ],
    })
    .send();
  const wanted = matches.map(({ offset, bytes }) => ({ offset, bytes: getAddressEncoder().encode(bytes) }));
  const accounts = found.map(({ pubkey, account }) => {
    const fetched = { programAddress: account.owner, data: getBase64Encoder().encode(account.data[0]) };
    const data = decodeChecked(kind, fetched);
    if (!wanted.every(({ offset, bytes }) => isPrefix(bytes, fetched.data.slice(Number(offset))))) {
      throw new Malformed(kind.name, `not what was asked for: ${pubkey}`);
    }
    return { address: pubkey, data };
  });
  if (new Set(accounts.map(({ address }) => address)).size < accounts.length) {
    throw new Malformed(kind.name, 'the same one came twice');
  }
  return accounts.sort((one, other) => (one.address < other.address ? -1 : 1));
}

/** Bytes of the clock. */
const CLOCK_SPACE = 40;

/** Unix time of the cluster, from its clock account. */
export function clockTime(clock: Fetched | null): bigint {
  if (clock === null) throw new Malformed('clock', 'there is none');
  if (clock.programAddress !== SYSVAR_OWNER || clock.data.length !== CLOCK_SPACE) {
    throw new Malformed('clock', 'another account');
  }
  const fields = new Fields('clock', clock.data);
  fields.bytes(32);
  return BigInt.asIntN(64, fields.unsigned(8));
}

/** Unix time on the cluster. Locks, pauses and windows are asked at this time, not at that of the user's machine. */
export async function fetchNow(rpc: ReadRpc): Promise<bigint> {
  const [clock = null] = await fetchMany(rpc, [CLOCK_SYSVAR]);
  return clockTime(clock);
}
