// Events are taken from whom only the program can be.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as client from '@personal-token/client';
import { ANY, bytes, idl } from './support.js';

const OURS = client.PERSONAL_TOKEN_PROGRAM_ADDRESS;
const { events } = idl('vectors.json');
const TAG = 'e445a52e51cb9a1d';

test('an event is a call of the program to itself under the event authority, and nothing else', async () => {
  const authority = await client.eventAuthorityAddress();
  const emitted = { programAddress: OURS, accounts: [authority], data: bytes(TAG + events.SharesIssued) };
  const found = await client.eventsFromInnerInstructions([emitted]);
  assert.deepEqual(
    found.map(({ name }) => name),
    ['SharesIssued'],
  );
  const forged: client.InnerInstruction[] = [
    { ...emitted, programAddress: ANY },
    { ...emitted, accounts: [ANY] },
    { ...emitted, accounts: [] },
    { ...emitted, accounts: [authority, ANY] },
    { ...emitted, data: bytes(events.SharesIssued) },
    { ...emitted, data: bytes(TAG) },
    { ...emitted, data: new Uint8Array() },
  ];
  assert.deepEqual(await client.eventsFromInnerInstructions(forged), []);
});

test('a logged event is one that the program itself has logged', () => {
  const data = `Program data: ${Buffer.from(bytes(events.SharesTransferred)).toString('base64')}`;
  const names = (...logs: string[]) => client.eventsFromLogs(logs).map(({ name }) => name);
  const [ours, other] = [`Program ${OURS} invoke [2]`, `Program ${ANY} invoke [1]`];
  assert.deepEqual(names(other, ours, data, `Program ${OURS} success`), ['SharesTransferred']);
  assert.deepEqual(names(other, data), []);
  assert.deepEqual(names(data), []);
  assert.deepEqual(names(other, ours, `Program ${OURS} success`, data), []);
  assert.deepEqual(names(other, `Program log: ${ours}`, data), []);
  assert.deepEqual(names(other, ours, `Program log: ${data}`), []);
  assert.deepEqual(names(other, ours, 'Log truncated', data), []);
  assert.deepEqual(names(other, ours, 'Program data: !!!', 'Program data: ', data), ['SharesTransferred']);
});

test('the accounts of a fetched transaction are resolved, looked up ones too', async () => {
  const authority = await client.eventAuthorityAddress();
  const { getBase58Decoder } = await import('@solana/kit');
  const data = getBase58Decoder().decode(bytes(TAG + events.SharesIssued));
  const meta = {
    err: null,
    logMessages: [],
    innerInstructions: [{ instructions: [{ programIdIndex: 1, accounts: [2], data }] }],
    loadedAddresses: { writable: [], readonly: [authority] },
  };
  const transaction = { message: { accountKeys: [ANY, OURS] } };
  const found = await client.eventsFromTransaction({ meta, transaction });
  assert.deepEqual(
    found.map(({ name }) => name),
    ['SharesIssued'],
  );
  assert.deepEqual(await client.eventsFromTransaction({ meta: { ...meta, err: {} }, transaction }), []);
  assert.deepEqual(await client.eventsFromTransaction({ meta: { ...meta, loadedAddresses: null }, transaction }), []);
  assert.deepEqual(await client.eventsFromTransaction({ meta: null, transaction }), []);
});
