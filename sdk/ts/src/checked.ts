import * as rule from './generated/rules.js';
import { PERSONAL_TOKEN_PROGRAM_ADDRESS } from './generated/programs/address.js';
import type { Address } from '@solana/kit';

/**
 * A rule that refuses, told before anything is sent: the code is the one that the program would give. `explain` says what
 * it means and what to do.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** The code that the program would give. */
  readonly code: number;
  /** The program that would refuse. */
  readonly program: Address;

  constructor(code: number, program: Address = PERSONAL_TOKEN_PROGRAM_ADDRESS) {
    super(`Program ${program} would refuse with code ${code}`);
    this.code = code;
    this.program = program;
  }
}

/** Refuses with a code of this program. */
export function refuse(broken: boolean, code: number): void {
  if (broken) throw new Refusal(code);
}

/** 2^64, by which amounts are scaled where fractions count. */
export const SCALE_BITS = 64n;
/** Basis points in a whole. */
export const BASIS_POINTS = 10_000n;

const U64 = (1n << 64n) - 1n;
const U128 = (1n << 128n) - 1n;
const I64 = (1n << 63n) - 1n;

/** The number, if it fits 64 bits without a sign; the program's numbers do not grow beyond. */
export function u64(value: bigint): bigint {
  refuse(value < 0n || value > U64, rule.MathOverflow);
  return value;
}

/** The number, if it fits 128 bits without a sign. */
export function u128(value: bigint): bigint {
  refuse(value < 0n || value > U128, rule.MathOverflow);
  return value;
}

/** The number, if it fits 64 bits with a sign. */
export function i64(value: bigint): bigint {
  refuse(value < -I64 - 1n || value > I64, rule.MathOverflow);
  return value;
}

/** Stays within 64 bits with a sign, as the rules do where they saturate. */
export function saturated(value: bigint): bigint {
  if (value > I64) return I64;
  return value < -I64 - 1n ? -I64 - 1n : value;
}

/** The lesser of two numbers. */
export function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
