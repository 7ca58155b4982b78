import { readFileSync } from 'node:fs';
import { getAddressEncoder, type Address, type ReadonlyUint8Array } from '@solana/kit';

/** A file of the repository's idl folder; tests run from build/test. */
export function idl(name: string): any {
  return JSON.parse(readFileSync(new URL(`../../../../idl/${name}`, import.meta.url), 'utf8'));
}

export const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
export const hex = (data: ReadonlyUint8Array): string => Buffer.from(data as Uint8Array).toString('hex');
/** An address without a meaning. */
export const ANY = 'Vote111111111111111111111111111111111111111' as Address;

/** The data of a token account without extensions. */
export function tokenAccountData(account: {
  readonly mint: Address;
  readonly owner: Address;
  readonly amount: bigint;
  readonly closeAuthority?: Address;
}): Uint8Array {
  const { encode } = getAddressEncoder();
  const data = Buffer.alloc(165);
  data.set(encode(account.mint), 0);
  data.set(encode(account.owner), 32);
  data.writeBigUInt64LE(account.amount, 64);
  data[108] = 1; // initialised
  if (account.closeAuthority !== undefined) {
    data.writeUInt32LE(1, 129);
    data.set(encode(account.closeAuthority), 133);
  }
  return data;
}
