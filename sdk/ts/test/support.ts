import { readFileSync } from 'node:fs';
import type { Address, ReadonlyUint8Array } from '@solana/kit';

/** A file of the repository's idl folder; tests run from build/test. */
export function idl(name: string): any {
  return JSON.parse(readFileSync(new URL(`../../../../idl/${name}`, import.meta.url), 'utf8'));
}

export const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
export const hex = (data: ReadonlyUint8Array): string => Buffer.from(data as Uint8Array).toString('hex');
/** An address without a meaning. */
export const ANY = 'Vote111111111111111111111111111111111111111' as Address;
