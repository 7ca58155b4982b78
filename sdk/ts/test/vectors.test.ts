// The bytes of every instruction, account and event are those that the program's own crate has written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Codec } from '@solana/kit';
import * as client from '@personal-token/client';
import { bytes, hex, idl } from './support.js';

const { address, instructions, accounts, events } = idl('personal_token.json');
const vectors = idl('vectors.json');
const exported = client as unknown as Record<string, unknown>;

function codec(name: string): Codec<unknown> {
  const get = exported[`get${name}Codec`];
  assert.ok(typeof get === 'function', `there is no get${name}Codec`);
  return get() as Codec<unknown>;
}

const pascalCase = (name: string) => name.replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase());
const camelCase = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
const names = (list: { name: string }[]) => list.map(({ name }) => name).sort();

test('every instruction reads and writes as the program does', () => {
  assert.deepEqual(Object.keys(vectors.instructions), names(instructions));
  for (const [name, data] of Object.entries<string>(vectors.instructions)) {
    const instruction = codec(`${pascalCase(name)}InstructionData`);
    assert.equal(hex(instruction.encode(instruction.decode(bytes(data)))), data, name);
  }
});

test('every account reads and writes as the program does, and every field is where it is', () => {
  assert.deepEqual(Object.keys(vectors.accounts), names(accounts));
  for (const [name, { data, fields }] of Object.entries<{ data: string; fields: Record<string, number> }>(
    vectors.accounts,
  )) {
    const account = codec(name);
    const decoded = account.decode(bytes(data)) as Record<string, unknown>;
    assert.equal(hex(account.encode(decoded)), data, name);
    for (const [field, offset] of Object.entries(fields)) {
      const found = field.split('.').reduce<any>((value, part) => value?.[camelCase(part)], decoded);
      assert.ok(found !== undefined, `${name}.${field}`);
      // Numbers are little-endian: the lowest byte is the one at the field's offset.
      if (typeof found === 'number' || typeof found === 'bigint') {
        assert.equal(Number(BigInt.asUintN(8, BigInt(found))), bytes(data)[offset], `${name}.${field}`);
      }
    }
  }
});

test('accounts that are read are checked for owner, kind, length and version', () => {
  const kinds = [
    client.networkKind(),
    client.memberKind(),
    client.walletLinkKind(),
    client.tokenKind(),
    client.positionKind(),
    client.roundKind(),
    client.listingKind(),
  ];
  const programAddress = client.PERSONAL_TOKEN_PROGRAM_ADDRESS;
  assert.equal(programAddress, address);
  for (const kind of kinds as client.AccountKind<unknown>[]) {
    const data = bytes(vectors.accounts[pascalCase(kind.name.replace(' ', '_'))].data);
    assert.equal(data.length, kind.space);
    assert.ok(client.decodeChecked(kind, { programAddress, data }));
    const changed = (offset: number, byte: number) => data.map((was, at) => (at === offset ? byte : was));
    const refused: [client.Fetched, RegExp][] = [
      [{ programAddress: client.TOKEN_PROGRAM, data }, /belongs to Tokenkeg/],
      [{ programAddress, data: changed(7, 0) }, /another account of the program/],
      [{ programAddress, data: data.slice(1) }, /another account of the program/],
      [{ programAddress, data: Uint8Array.of(...data, 0) }, /has \d+ bytes, not \d+/],
      [{ programAddress, data: changed(8, 2) }, /layout version 2/],
    ];
    for (const [fetched, message] of refused) {
      assert.throws(() => client.decodeChecked(kind, fetched), { name: 'Malformed', message }, kind.name);
    }
  }
});

test('every event reads, and nothing malformed is taken for one', () => {
  assert.deepEqual(Object.keys(vectors.events), names(events));
  for (const [name, data] of Object.entries<string>(vectors.events)) {
    const event = client.decodeEvent(bytes(data));
    assert.equal(event?.name, name);
    assert.equal(hex(codec(name).encode(event?.data)), data.slice(16), name);
    assert.equal(client.decodeEvent(bytes(`${data}00`)), null, `${name}, too long`);
    assert.equal(client.decodeEvent(bytes(data.slice(0, -2))), null, `${name}, too short`);
    assert.equal(
      client.decodeEvent(bytes(`${data.slice(0, 14)}${data.slice(14, 16) === '00' ? '01' : '00'}${data.slice(16)}`)),
      null,
      `${name}, unknown`,
    );
  }
});
