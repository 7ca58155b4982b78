import { getBase58Encoder, getBase64Encoder, type Address, type ReadonlyUint8Array } from '@solana/kit';
import { hex } from './accounts/fields.js';
import { eventAuthorityAddress } from './addresses.js';
import { EVENT_KINDS, type PersonalTokenEvent } from './generated/events.js';
import { PERSONAL_TOKEN_PROGRAM_ADDRESS } from './generated/programs/address.js';
import { parseLog, running } from './logs.js';

export type { PersonalTokenEvent } from './generated/events.js';

const DISCRIMINATOR_SPACE = 8;
/** The first eight bytes of the data of a call by which the program emits an event. */
const TAG = 'e445a52e51cb9a1d';

/**
 * The event in `data`, its discriminator and its fields; null if it is unknown to this version, or malformed. What would
 * not be encoded the same way again is malformed.
 */
export function decodeEvent(data: ReadonlyUint8Array): PersonalTokenEvent | null {
  const kind = EVENT_KINDS[hex(data.slice(0, DISCRIMINATOR_SPACE))];
  if (kind === undefined) return null;
  const fields = data.slice(DISCRIMINATOR_SPACE);
  const codec = kind.codec();
  try {
    const decoded = codec.decode(fields);
    const same = hex(codec.encode(decoded)) === hex(fields);
    return same ? ({ name: kind.name, data: decoded } as PersonalTokenEvent) : null;
  } catch {
    return null;
  }
}

/** A call of one program by another, its accounts resolved. */
export interface InnerInstruction {
  readonly programAddress: Address;
  readonly accounts: readonly Address[];
  readonly data: ReadonlyUint8Array;
}

/**
 * The events among calls, in their order: calls of our program to itself, under an address that only it can sign for, so
 * that nobody can forge one.
 */
export async function eventsFromInnerInstructions(
  instructions: readonly InnerInstruction[],
): Promise<PersonalTokenEvent[]> {
  const authority = await eventAuthorityAddress();
  return instructions.flatMap(({ programAddress, accounts, data }) => {
    const isOurs =
      programAddress === PERSONAL_TOKEN_PROGRAM_ADDRESS && accounts.length === 1 && accounts[0] === authority;
    if (!isOurs || hex(data.slice(0, DISCRIMINATOR_SPACE)) !== TAG) return [];
    return decodeEvent(data.slice(DISCRIMINATOR_SPACE)) ?? [];
  });
}

/**
 * The events that our program itself logged (SharesTransferred, ProceedsDistributed, PositionMarked), in their order. Logs
 * can be cut off: whoever must not miss any compares with the balances.
 */
export function eventsFromLogs(logs: readonly string[]): PersonalTokenEvent[] {
  let programs: readonly Address[] = [];
  const events: PersonalTokenEvent[] = [];
  for (const text of logs) {
    const line = parseLog(text);
    if (line.kind === 'truncated') break;
    if (line.kind === 'data' && programs.at(-1) === PERSONAL_TOKEN_PROGRAM_ADDRESS) {
      const event = decodeEvent(base64(line.data));
      if (event !== null) events.push(event);
    }
    programs = running(programs, line);
  }
  return events;
}

function base64(text: string): ReadonlyUint8Array {
  try {
    return getBase64Encoder().encode(text);
  } catch {
    return new Uint8Array();
  }
}

/** What `getTransaction` answers with `encoding: 'json'`, as far as events are concerned. */
export interface FetchedTransaction {
  readonly meta: {
    readonly err: unknown;
    readonly logMessages: readonly string[] | null;
    readonly innerInstructions?:
      | readonly {
          readonly instructions: readonly {
            readonly programIdIndex: number;
            readonly accounts: readonly number[];
            readonly data: string;
          }[];
        }[]
      | null;
    readonly loadedAddresses?: { readonly writable: readonly Address[]; readonly readonly: readonly Address[] } | null;
  } | null;
  readonly transaction: { readonly message: { readonly accountKeys: readonly Address[] } };
}

/** All events of a transaction: first those among its calls, then those in its logs. One that failed has none. */
export async function eventsFromTransaction({ meta, transaction }: FetchedTransaction): Promise<PersonalTokenEvent[]> {
  if (meta === null || meta.err !== null) return [];
  const { writable = [], readonly = [] } = meta.loadedAddresses ?? {};
  const keys = [...transaction.message.accountKeys, ...writable, ...readonly];
  const base58 = getBase58Encoder();
  const calls = (meta.innerInstructions ?? []).flatMap(({ instructions }) =>
    instructions.flatMap(({ programIdIndex, accounts, data }) => {
      const programAddress = keys[programIdIndex];
      const addresses = accounts.flatMap((index) => keys[index] ?? []);
      return programAddress === undefined ? [] : { programAddress, accounts: addresses, data: base58.encode(data) };
    }),
  );
  return [...(await eventsFromInnerInstructions(calls)), ...eventsFromLogs(meta.logMessages ?? [])];
}
