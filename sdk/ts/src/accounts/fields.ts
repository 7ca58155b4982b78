import { getAddressDecoder, type Address, type ReadonlyUint8Array } from '@solana/kit';
import { SYSTEM_PROGRAM } from '../programs.js';

/** Data that is not laid out as it should be, or an account that is another one. */
export class Malformed extends Error {
  override readonly name = 'Malformed';

  constructor(what: string, detail: string) {
    super(`Malformed ${what}: ${detail}.`);
  }
}

/** Bytes as hexadecimal digits. */
export const hex = (bytes: ReadonlyUint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Reads one field after the other; every read refuses what is too short. */
export class Fields {
  #offset = 0;
  readonly #bytes: ReadonlyUint8Array;
  readonly #what: string;

  constructor(what: string, bytes: ReadonlyUint8Array) {
    this.#what = what;
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#offset;
  }

  bytes(length: number): ReadonlyUint8Array {
    if (length > this.left) throw this.malformed('too short');
    this.#offset += length;
    return this.#bytes.slice(this.#offset - length, this.#offset);
  }

  byte(): number {
    return this.bytes(1)[0] ?? 0;
  }

  unsigned(length: number): bigint {
    return this.bytes(length).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  }

  u16(): number {
    return Number(this.unsigned(2));
  }

  u32(): number {
    return Number(this.unsigned(4));
  }

  address(): Address {
    return getAddressDecoder().decode(this.bytes(32));
  }

  /** An address of an extension, where zeros stand for none. */
  addressOrNone(): Address | null {
    const found = this.address();
    return found === SYSTEM_PROGRAM ? null : found;
  }

  /** An optional value of a base: a flag of four bytes, then the value, present or not. */
  option<T>(read: (fields: this) => T): T | null {
    const flag = this.u32();
    const value = read(this);
    if (flag > 1) throw this.malformed('an option that is neither there nor not');
    return flag === 1 ? value : null;
  }

  /** A text with its length before it. */
  text(): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes(this.u32()) as Uint8Array);
    } catch (error) {
      throw error instanceof Malformed ? error : this.malformed('not UTF-8');
    }
  }

  malformed(detail: string): Malformed {
    return new Malformed(this.#what, detail);
  }
}

/** Where the extensions of Token-2022 begin: every base is padded to a token account's length, then comes a type. */
const BASE_SPACE = 165;
/** A multisig has no account type: whatever has its length is one. */
const MULTISIG_SPACE = 355;

/** The extensions of a mint or an account of Token-2022, by type, as Token-2022 reads them. */
export function extensionsOf(
  what: string,
  data: ReadonlyUint8Array,
  baseSpace: number,
  accountType: number,
): ReadonlyMap<number, ReadonlyUint8Array> {
  const extensions = new Map<number, ReadonlyUint8Array>();
  if (data.length < baseSpace) throw new Malformed(what, 'shorter than its base');
  if (data.length === baseSpace) return extensions;
  if (data.length === MULTISIG_SPACE) throw new Malformed(what, 'a multisig');
  if (data.length <= BASE_SPACE) throw new Malformed(what, 'no account type');
  const padding = data.slice(baseSpace, BASE_SPACE);
  if (data[BASE_SPACE] !== accountType || padding.some((byte) => byte !== 0)) {
    throw new Malformed(what, 'another type of account');
  }
  const fields = new Fields(what, data.slice(BASE_SPACE + 1));
  while (fields.left >= 2) {
    const kind = fields.u16();
    if (kind === 0) break;
    const value = fields.bytes(fields.u16());
    if (extensions.has(kind)) throw new Malformed(what, 'an extension twice');
    extensions.set(kind, value);
  }
  return extensions;
}
