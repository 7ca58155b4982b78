import type { Address } from '@solana/kit';

/** A line that the runtime wrote; text that a program logs comes after "Program log: ", so none of these can be forged. */
export type LogLine =
  | { readonly kind: 'invoke'; readonly program: Address; readonly depth: number }
  | { readonly kind: 'success' }
  | { readonly kind: 'failed'; readonly program: Address; readonly reason: string }
  /** What the running program logged as data, in base64. */
  | { readonly kind: 'data'; readonly data: string }
  /** From here on lines are missing, and later ones may still be there. */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'other' };

const ADDRESS = '[1-9A-HJ-NP-Za-km-z]{32,44}';
const INVOKE = new RegExp(`^Program (${ADDRESS}) invoke \\[(\\d+)\\]$`);
const FAILED = new RegExp(`^Program (${ADDRESS}) failed: (.*)$`, 's');
const SUCCESS = new RegExp(`^Program ${ADDRESS} success$`);

/** What a line of a transaction's logs says. */
export function parseLog(line: string): LogLine {
  if (line === 'Log truncated') return { kind: 'truncated' };
  if (line.startsWith('Program data: ')) return { kind: 'data', data: line.slice('Program data: '.length) };
  const [, invoked, depth] = INVOKE.exec(line) ?? [];
  if (invoked !== undefined) return { kind: 'invoke', program: invoked as Address, depth: Number(depth) };
  const [, failed, reason] = FAILED.exec(line) ?? [];
  if (failed !== undefined) return { kind: 'failed', program: failed as Address, reason: reason ?? '' };
  return { kind: SUCCESS.test(line) ? 'success' : 'other' };
}

/** The programs that are running after a line, given those before it; the outermost first. */
export function running(before: readonly Address[], line: LogLine): readonly Address[] {
  switch (line.kind) {
    case 'invoke':
      return [...before.slice(0, Math.max(line.depth - 1, 0)), line.program];
    case 'success':
    case 'failed':
      return before.slice(0, -1);
    default:
      return before;
  }
}
