import {
  getSolanaErrorFromTransactionError,
  SOLANA_ERROR__BLOCK_HEIGHT_EXCEEDED,
  SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM,
  SOLANA_ERROR__TRANSACTION_ERROR__ACCOUNT_NOT_FOUND,
  SOLANA_ERROR__TRANSACTION_ERROR__ALREADY_PROCESSED,
  SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND,
  SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_FEE,
  SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_RENT,
  type Address,
  type Instruction,
} from '@solana/kit';
import { Refusal } from './checked.js';
import {
  ANCHOR_EXPLANATIONS,
  ASSOCIATED_TOKEN_EXPLANATIONS,
  PERSONAL_TOKEN_EXPLANATIONS,
  RUNTIME_EXPLANATIONS,
  RUNTIME_IN_PERSONAL_TOKEN_EXPLANATIONS,
  RUNTIME_IN_TOKEN_2022_EXPLANATIONS,
  RUNTIME_SENTENCES,
  SYSTEM_EXPLANATIONS,
  TOKEN_2022_EXPLANATIONS,
  TOKEN_EXPLANATIONS,
  type ExplanationTable,
} from './generated/explanations.js';
import { PERSONAL_TOKEN_PROGRAM_ADDRESS } from './generated/programs/address.js';
import { parseLog } from './logs.js';
import { ASSOCIATED_TOKEN_PROGRAM, SYSTEM_PROGRAM, TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from './programs.js';

/** What went wrong, and what to do about it. */
export interface Explanation {
  /** The program that refused, the innermost one; null if none did. */
  readonly program: Address | null;
  /** Its code; null if the runtime refused without one. */
  readonly code: number | null;
  /** The error's name, as in the program's source or IDL. */
  readonly name: string;
  /** Which rule was broken. */
  readonly message: string;
  /** What to do; may be empty. */
  readonly remedy: string;
}

/** The code by which the chain tells that a receiver has no position; the resolvers of wallets have texts instead. */
export const NO_POSITION_CODE = 2_724_315_855;

/** What people call a program; its address if it is none of those that we deal with. */
export function programName(program: Address): string {
  switch (program) {
    case PERSONAL_TOKEN_PROGRAM_ADDRESS:
      return 'Personal Token';
    case TOKEN_2022_PROGRAM:
      return 'Token-2022';
    case TOKEN_PROGRAM:
      return 'Token';
    case ASSOCIATED_TOKEN_PROGRAM:
      return 'Associated Token Account';
    case SYSTEM_PROGRAM:
      return 'System';
    default:
      return program;
  }
}

function tablesOf(program: Address): readonly ExplanationTable[] {
  switch (program) {
    case PERSONAL_TOKEN_PROGRAM_ADDRESS:
      return [PERSONAL_TOKEN_EXPLANATIONS, ANCHOR_EXPLANATIONS, RUNTIME_IN_PERSONAL_TOKEN_EXPLANATIONS];
    case TOKEN_2022_PROGRAM:
      return [TOKEN_2022_EXPLANATIONS, RUNTIME_IN_TOKEN_2022_EXPLANATIONS];
    case TOKEN_PROGRAM:
      return [TOKEN_EXPLANATIONS];
    case ASSOCIATED_TOKEN_PROGRAM:
      return [ASSOCIATED_TOKEN_EXPLANATIONS];
    case SYSTEM_PROGRAM:
      return [SYSTEM_EXPLANATIONS];
    default:
      return [];
  }
}

function lookUp(program: Address, key: string, code: number | null): Explanation {
  const found = [...tablesOf(program), RUNTIME_EXPLANATIONS].find((table) => Object.hasOwn(table, key))?.[key];
  const [name, message, remedy] = found ?? [
    key,
    `${programName(program)} refused: ${code === null ? key : `code ${code}`}.`,
    '',
  ];
  return { program, code, name, message, remedy };
}

/** What a code means in a program; the same number means different things in different ones. */
export function explainCode(program: Address, code: number): Explanation {
  return lookUp(program, String(code), code);
}

/** What the innermost failure in a failed transaction's logs means; null if no program failed, or the logs were cut off. */
export function explainLogs(logs: readonly string[]): Explanation | null {
  for (const text of logs) {
    const line = parseLog(text);
    if (line.kind === 'truncated') return null;
    if (line.kind === 'failed') return explainReason(line.program, line.reason);
  }
  return null;
}

function explainReason(program: Address, reason: string): Explanation {
  const [, digits] = /^custom program error: 0x([0-9a-f]+)$/.exec(reason) ?? [];
  if (digits !== undefined) return explainCode(program, Number.parseInt(digits, 16));
  // A reason that is none of the runtime's sentences is the program having stopped before it could return an error.
  const name = Object.hasOwn(RUNTIME_SENTENCES, reason) ? RUNTIME_SENTENCES[reason] : undefined;
  return lookUp(program, name ?? 'ProgramFailedToComplete', null);
}

const outside = (name: string, message: string, remedy: string): Explanation => ({
  program: null,
  code: null,
  name,
  message,
  remedy,
});

/** What the cluster says of transactions that no program has seen. */
function explainTransaction(code: unknown): Explanation | null {
  switch (code) {
    case SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_FEE:
    case SOLANA_ERROR__TRANSACTION_ERROR__ACCOUNT_NOT_FOUND:
      return outside('InsufficientFundsForFee', 'The fee payer has too little SOL.', 'Give the fee payer SOL.');
    case SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_RENT:
      return outside('InsufficientFundsForRent', 'An account would not be rent-exempt.', 'Give the payer more SOL.');
    case SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND:
    case SOLANA_ERROR__BLOCK_HEIGHT_EXCEEDED:
      return outside('TransactionExpired', 'The transaction came too late and did nothing.', 'Sign and send it again.');
    case SOLANA_ERROR__TRANSACTION_ERROR__ALREADY_PROCESSED:
      return outside('AlreadyProcessed', 'The transaction was executed already.', 'There is nothing to do.');
    default:
      return null;
  }
}

/** What wallets' libraries say that cannot build a transfer, as the receiver has no position. */
const RESOLVERS =
  /TokenTransferHookPubkeyDataTooSmall|TokenTransferHookAccountNotFound|Invalid transfer hook pubkey data: account/;

/** An error's fields, as far as they tell why. */
interface Told {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly logs?: unknown;
  readonly context?: {
    readonly __code?: unknown;
    readonly logs?: unknown;
    readonly cause?: unknown;
    readonly index?: unknown;
    readonly code?: unknown;
    readonly failedTransactions?: unknown;
  };
  /** Of a simulation. */
  readonly err?: unknown;
  /** Of one among several transactions. */
  readonly error?: unknown;
  readonly value?: unknown;
}

/** What an instruction's code means without logs: they alone say whether the program failed, or one that it called. */
function explainInstruction(context: Told['context'], instructions: readonly Instruction[]): Explanation | null {
  if (context?.__code !== SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM) return null;
  const [sent, code] = [instructions[Number(context.index)]?.programAddress, Number(context.code)];
  if (sent === undefined) return null;
  const knows = (program: Address) => tablesOf(program).some((table) => Object.hasOwn(table, code));
  // Token-2022 has no codes as ours are; the hook that it called has.
  const isHooks = sent === TOKEN_2022_PROGRAM && !knows(sent) && knows(PERSONAL_TOKEN_PROGRAM_ADDRESS);
  const program = isHooks ? PERSONAL_TOKEN_PROGRAM_ADDRESS : sent;
  // A code that a program does not have is that of one which it called; the only code of this one may be, too.
  return knows(program) && program !== ASSOCIATED_TOKEN_PROGRAM ? explainCode(program, code) : null;
}

/** The error of Kit in what a simulation answered as `err`; null if there is none. */
function errorOf(err: unknown): unknown {
  if (err === null || (typeof err !== 'string' && typeof err !== 'object')) return null;
  try {
    return getSolanaErrorFromTransactionError(err as Record<string, unknown>);
  } catch {
    return null;
  }
}

/** How deep causes are followed. */
const DEPTH = 8;

function follow(told: unknown, instructions: readonly Instruction[], depth: number): Explanation | null {
  if (depth === 0 || typeof told !== 'object' || told === null) return null;
  if (told instanceof Refusal) return explainCode(told.program, told.code);
  if (Array.isArray(told)) return explainLogs(told.map(String));
  const { name, message, cause, logs, context, err, error, value }: Told = told;
  for (const lines of [logs, context?.logs]) {
    const found = Array.isArray(lines) ? explainLogs(lines.map(String)) : null;
    if (found !== null) return found;
  }
  if (RESOLVERS.test(`${String(name)} ${String(message)}`)) return explainCode(TOKEN_2022_PROGRAM, NO_POSITION_CODE);
  const found = explainTransaction(context?.__code) ?? explainInstruction(context, instructions);
  if (found !== null) return found;
  const failed = context?.failedTransactions;
  if (!Array.isArray(failed) || failed.length === 0) {
    return follow(cause ?? context?.cause ?? error ?? errorOf(err) ?? value, instructions, depth - 1);
  }
  for (const transaction of failed) {
    // Each counts its own instructions, and whose were given is not known.
    const found = follow(transaction, [], depth - 1);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Explains an error that sending or simulating threw, a `Refusal` of a preview, what `simulateTransaction` answered, or
 * logs. It finds the innermost program that failed, as a failed call fails its callers too; of several transactions the
 * first that failed. Null if it says nothing that this package knows; show the error's own message then.
 *
 * An error that was thrown after sending has no logs, but the number of an instruction: `instructions` are those sent, in
 * one transaction.
 *
 * ```ts
 * const why = explain(error);
 * alert(why ? `${why.message} ${why.remedy}` : String(error));
 * ```
 */
export function explain(problem: unknown, instructions: readonly Instruction[] = []): Explanation | null {
  return follow(problem, instructions, DEPTH);
}
