// What errors mean, and whose they are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  getSolanaErrorFromTransactionError,
  SOLANA_ERROR__BLOCK_HEIGHT_EXCEEDED,
  SOLANA_ERROR__FAILED_TO_SEND_TRANSACTIONS,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
  SolanaError,
  type Address,
} from '@solana/kit';
import * as client from '@personal-token/client';
import { ANY, idl } from './support.js';

const [OURS, TOKEN_2022] = [client.PERSONAL_TOKEN_PROGRAM_ADDRESS, client.TOKEN_2022_PROGRAM];
const { errors } = idl('personal_token.json');
const explanations = idl('explanations.json');

/** Logs of a program that was called by Token-2022 and failed. */
const nested = (program: string, reason: string) => [
  `Program ${TOKEN_2022} invoke [1]`,
  'Program log: Instruction: TransferChecked',
  `Program ${program} invoke [2]`,
  `Program ${program} consumed 9000 of 190000 compute units`,
  `Program ${program} failed: ${reason}`,
  `Program ${TOKEN_2022} failed: ${reason}`,
];
const code = (number: number) => `custom program error: 0x${number.toString(16)}`;

test('every error of the IDL has a meaning and a remedy', () => {
  assert.equal(Object.keys(explanations.personalToken).length, errors.length);
  for (const error of errors) {
    const why = client.explain(nested(OURS, code(error.code)));
    assert.deepEqual([why?.program, why?.code, why?.name, why?.message], [OURS, error.code, error.name, error.msg]);
    assert.notEqual(why?.remedy, '', error.name);
  }
});

test('the same number means what it means in the program that failed', () => {
  const of = (program: string) => client.explain(nested(program, code(1)));
  assert.match(of(TOKEN_2022)!.message, /fewer shares/);
  assert.match(of(client.TOKEN_PROGRAM)!.message, /less money/);
  assert.match(of(client.SYSTEM_PROGRAM)!.message, /too little SOL/);
  assert.deepEqual(of(ANY), { program: ANY, code: 1, name: '1', message: `${ANY} refused: code 1.`, remedy: '' });
  assert.equal(client.programName(of(TOKEN_2022)!.program!), 'Token-2022');
});

test("what the tables of docs/wallets.md say of Token-2022's codes is explained", () => {
  for (const known of [1, 4, 12, 31, 36, 42, client.NO_POSITION_CODE, client.NO_POSITION_CODE - 1]) {
    const why = client.explainCode(TOKEN_2022, known);
    assert.notEqual(why.name, String(known));
    assert.notEqual(why.remedy, '');
  }
});

test("the runtime's own errors are explained, more exactly where more is known", () => {
  const sentence = 'An account required by the instruction is missing';
  assert.match(client.explain(nested(TOKEN_2022, sentence))!.message, /hook needs/);
  assert.match(client.explain(nested(ANY, sentence))!.message, /missing from the transaction/);
  const stopped = client.explain(nested(OURS, 'exceeded CUs meter at BPF instruction'));
  assert.equal(stopped?.name, 'ProgramFailedToComplete');
  for (const [sentence, name] of Object.entries(explanations.sentences)) {
    assert.equal(
      client.explain(nested(OURS, sentence))?.name.replace('ReadonlyModified', ''),
      shownName(name as string),
    );
  }
});

/** The table has one entry for some pairs of the runtime's errors. */
function shownName(name: string): string {
  if (/^Readonly/.test(name)) return '';
  return name === 'ExecutableAccountNotRentExempt' ? 'AccountNotRentExempt' : name;
}

test('whatever carries logs is looked through', () => {
  const logs = nested(OURS, code(6060));
  const preflight = new SolanaError(SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE, {
    ...({ accounts: null, logs, returnData: null, unitsConsumed: 1n } as any),
    cause: getSolanaErrorFromTransactionError({ InstructionError: [0, { Custom: 6060 }] } as any),
  });
  const told = [logs, { logs }, { value: { err: {}, logs } }, preflight, new Error('wrapped', { cause: preflight })];
  for (const problem of told) assert.equal(client.explain(problem)?.name, 'SharesLocked');
  assert.equal(client.explain(new client.Refusal(6060))?.name, 'SharesLocked');
});

test('logs cannot be forged, and what was cut off is not guessed', () => {
  const forged = [`Program ${ANY} invoke [1]`, `Program log: Program ${OURS} failed: ${code(6060)}`];
  assert.equal(client.explain([...forged, `Program ${ANY} success`]), null);
  assert.equal(client.explain([...forged, `Program ${ANY} failed: ${code(7)}`])?.program, ANY);
  assert.equal(client.explain(['Log truncated', ...nested(OURS, code(6060))]), null);
});

test("what wallets' own libraries say of a missing position is explained", () => {
  const named = Object.assign(new Error(''), { name: 'TokenTransferHookPubkeyDataTooSmall' });
  const kit = new Error(`Invalid transfer hook pubkey data: account ${ANY} was not found.`);
  for (const error of [named, kit]) assert.equal(client.explain(error)?.code, client.NO_POSITION_CODE);
});

test('an error without logs is explained from the instructions that were sent, and otherwise not', () => {
  const failure = (code: number) =>
    getSolanaErrorFromTransactionError({ InstructionError: [1, { Custom: code }] } as any);
  const error = failure(6060);
  const sent = (programAddress: Address) => [{ programAddress: ANY }, { programAddress }];
  assert.equal(client.explain(error), null);
  assert.equal(client.explain(error, [{ programAddress: OURS }]), null);
  assert.equal(client.explain(error, sent(OURS))?.name, 'SharesLocked');
  const hook = client.explain(error, sent(TOKEN_2022));
  assert.deepEqual([hook?.program, hook?.name], [OURS, 'SharesLocked']);
  const anchors = client.explain(failure(2012), sent(TOKEN_2022));
  assert.deepEqual([anchors?.program, anchors?.name], [OURS, 'ConstraintAddress']);
  assert.equal(client.explain(failure(1), sent(TOKEN_2022))?.name, 'InsufficientFunds');
  // A code that is not the program's own is that of one which it called.
  assert.equal(client.explain(error, sent(ANY)), null);
  assert.equal(client.explain(failure(1), sent(OURS)), null);
  assert.equal(client.explain(failure(999), sent(TOKEN_2022)), null);
  for (const code of [0, 1]) assert.equal(client.explain(failure(code), sent(client.ASSOCIATED_TOKEN_PROGRAM)), null);
});

test('a simulation is explained that has an error and no logs, or not all of them', () => {
  const logs: string[] = [];
  for (const answer of [(err: unknown) => ({ err, logs }), (err: unknown) => ({ context: {}, value: { err, logs } })]) {
    assert.equal(client.explain(answer('AccountNotFound'))?.name, 'InsufficientFundsForFee');
    assert.equal(client.explain(answer('BlockhashNotFound'))?.name, 'TransactionExpired');
    const custom = answer({ InstructionError: [0n, { Custom: 6060n }] });
    assert.equal(client.explain(custom, [{ programAddress: OURS }])?.name, 'SharesLocked');
    assert.equal(client.explain(custom), null);
    for (const err of [null, 7, {}, 'Unheard', { InstructionError: 7 }, { InsufficientFundsForRent: null }]) {
      assert.equal(client.explain(answer(err)), null);
    }
  }
});

test('of several transactions the first one that says why is explained', () => {
  const several = (...failedTransactions: unknown[]) =>
    new SolanaError(SOLANA_ERROR__FAILED_TO_SEND_TRANSACTIONS, {
      ...({ causeMessages: '', failedTransactions, transactionPlanResult: null } as any),
    });
  const custom = getSolanaErrorFromTransactionError({ InstructionError: [0, { Custom: 6060 }] } as any);
  const refused = { error: custom, index: 1, logs: nested(OURS, code(6060)) };
  const expired = { error: getSolanaErrorFromTransactionError('BlockhashNotFound'), index: 2 };
  assert.equal(client.explain(several(refused, expired))?.name, 'SharesLocked');
  assert.equal(client.explain(several(expired, refused))?.name, 'TransactionExpired');
  assert.equal(client.explain(several({ error: new Error('other'), index: 0 }, refused))?.name, 'SharesLocked');
  // The instruction's number is one of its own transaction, which may be another one.
  const unlogged = { error: custom, index: 1 };
  assert.equal(client.explain(several(unlogged), [{ programAddress: OURS }]), null);
  assert.equal(client.explain(several()), null);
});

test('what never reached a program is explained, and what is unknown is not', () => {
  const of = (error: unknown) => client.explain(getSolanaErrorFromTransactionError(error as any))?.name;
  assert.equal(of('InsufficientFundsForFee'), 'InsufficientFundsForFee');
  assert.equal(of('AccountNotFound'), 'InsufficientFundsForFee');
  assert.equal(of('BlockhashNotFound'), 'TransactionExpired');
  assert.equal(of('AlreadyProcessed'), 'AlreadyProcessed');
  assert.equal(of({ InsufficientFundsForRent: { account_index: 1 } }), 'InsufficientFundsForRent');
  const late = new SolanaError(SOLANA_ERROR__BLOCK_HEIGHT_EXCEEDED, {
    currentBlockHeight: 2n,
    lastValidBlockHeight: 1n,
  });
  assert.equal(client.explain(late)?.name, 'TransactionExpired');
  for (const unknown of [null, undefined, 'text', 7, {}, new Error('other'), []])
    assert.equal(client.explain(unknown), null);
});
