// Previews are those of the program's rules to the unit, refusals included: on the vectors that the Rust crates write.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Address, type Codec } from '@solana/kit';
import * as client from '@personal-token/client';
import { bytes, hex, idl } from './support.js';

const previews = idl('previews.json');
const exported = client as unknown as Record<string, any>;

interface Vector {
  readonly in: any;
  readonly out?: any;
  readonly error?: number;
}

/** Runs every vector of a function, and says how many there were. */
function agrees(name: string, run: (input: any) => unknown): void {
  test(`${name} agrees with the rules`, () => {
    const vectors: Vector[] = previews[name];
    assert.ok(vectors.length >= 200, `only ${vectors.length} vectors`);
    for (const [number, vector] of vectors.entries()) {
      const label = `${name} ${number}: ${JSON.stringify(vector.in)}`;
      if (vector.error === undefined) {
        assert.deepEqual(plain(run(vector.in)), vector.out, label);
      } else {
        assert.throws(() => run(vector.in), { name: 'Refusal', code: vector.error }, label);
      }
    }
  });
}

/** As JSON has it: numbers beyond 2^53 as text. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]));
}

/** Every text of digits as a number. */
function numbers<T = any>(value: any): T {
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, numbers(field)])) as T;
}

agrees('claimable', (input) => {
  const { acc, ...position } = numbers(input);
  return client.claimable({ acc }, position);
});
agrees('carriedCostBasis', (input) => {
  const { costBasis, shares, moved } = numbers(input);
  return client.carriedCostBasis(costBasis, shares, moved);
});
agrees('distributionShare', (input) => {
  const { gross, total, shares } = numbers(input);
  return client.distributionShare(gross, total, shares);
});
agrees('saleSplit', (input) => {
  const { paid, ownerRate, networkRate, ownerBuys } = numbers(input);
  return client.saleSplit(paid, ownerRate, networkRate, ownerBuys);
});
agrees('deposit', (input) => {
  const { pool, proceeds, costBasis } = numbers(input);
  return client.previewDeposit({ ...pool, unsettled: 0 }, proceeds, costBasis);
});
agrees('netDeposit', (input) => {
  const { pool, owner, proceeds, costBasis } = numbers(input);
  const [address, member] = [client.TOKEN_PROGRAM, client.TOKEN_2022_PROGRAM];
  const token = { address, data: { ...pool, unsettled: 0, owner: member } };
  const position = { ...owner, token: address, member, successor: client.SYSTEM_PROGRAM };
  return client.previewNetDeposit(token, position, proceeds, costBasis);
});
agrees('lockReceived', (input) => {
  const { locked, unlocksAt, received, now, hold, held } = numbers(input);
  const lock = client.lockReceived({ shares: locked, unlocksAt }, received, now, hold);
  return {
    locked: lock.shares,
    unlocksAt: lock.unlocksAt,
    free: client.freeShares({ shares: locked, unlocksAt }, held, now),
  };
});
agrees('subscriptionCost', (input) => {
  const { shares, now, ...round } = numbers(input);
  return client.subscriptionCost(round, shares, now);
});
agrees('reputation', (input) => {
  const { points, asOf, now } = numbers(input);
  return client.reputationAt({ reputation: points, reputationAsOf: asOf }, now);
});
agrees('texts', (input) => client.displayText(input));

const KINDS: Record<string, string> = { network: 'Network', listing: 'Listing', token: 'Token', ownToken: 'Token' };
const kindOf = (name: string) => KINDS[name] ?? (name.endsWith('Position') ? 'Position' : 'Member');
const codecOf = (name: string): Codec<any> => exported[`get${kindOf(name)}Codec`]();

/** An account of the cast, or one that differs from it in some bytes. */
function account(reference: string | { like: string; patches: [number, string][]; address: Address }): any {
  const name = typeof reference === 'string' ? reference : reference.like;
  const base = previews.accounts[name];
  const data = bytes(base.data);
  if (typeof reference !== 'string') for (const [offset, patch] of reference.patches) data.set(bytes(patch), offset);
  const address = typeof reference === 'string' ? base.address : reference.address;
  return { name, address, data: codecOf(name).decode(data), bytes: data };
}

/** Replaces every position that was expected or found by its bytes. */
const positionBytes = (position: client.Position) => hex(client.getPositionCodec().encode(position));

const tokenAccount = (shown: any): client.TokenAccount | null =>
  shown && {
    programAddress: shown.program,
    mint: shown.mint,
    owner: shown.owner,
    amount: 0n,
    delegate: null,
    isFrozen: shown.frozen,
    closeAuthority: null,
  };

/** Vectors whose outcome holds positions; those are compared by their bytes. */
function agreesOnPositions(name: string, positions: readonly string[], run: (input: any) => any): void {
  const vectors: Vector[] = previews[name];
  for (const vector of vectors) {
    for (const position of vector.out ? positions : []) vector.out[position] = hex(account(vector.out[position]).bytes);
  }
  agrees(name, (input) => {
    const found = run(input);
    for (const position of positions) found[position] = positionBytes(found[position]);
    return found;
  });
}

agreesOnPositions('transfer', ['source', 'destination'], ({ shares, now, ...accounts }) => {
  const decoded = Object.fromEntries(
    Object.entries<any>(accounts).map(([role, reference]) => [role, account(reference)]),
  );
  const inputs = { ...decoded, shares: BigInt(shares), now: BigInt(now) } as unknown as client.TransferInputs;
  const position = inputs.sourcePosition.data;
  return {
    ...client.previewTransfer(inputs),
    movable: client.movable(position, inputs.now),
    unlocked: client.unlocked(position, inputs.now),
  };
});

agreesOnPositions('sale', ['seller', 'buyer'], ({ order, now, ...rest }) => {
  const roles = Object.entries<any>(rest).map(([role, reference]) => {
    if (role.endsWith('Account')) return [role, tokenAccount(reference)];
    return [role, reference === null ? null : account(reference)];
  });
  const inputs = { ...Object.fromEntries(roles), order: numbers(order), now: BigInt(now) } as client.SaleInputs;
  return { ...client.previewSale(inputs) };
});

const PAYOUTS = ['done', 'notAPosition', 'quoteAccountForeign', 'quoteAccountMissing', 'quoteAccountFrozen', 'held'];
agrees('payout', (input) => {
  const outcome = client.payout(
    account('token'),
    account(input.position).data,
    tokenAccount(input.account),
    BigInt(input.now),
  );
  return PAYOUTS.indexOf(outcome);
});

test('amounts that no account can hold are refused', () => {
  const overflows = (run: (amount: bigint) => unknown) => {
    for (const amount of [-1n, 1n << 64n]) {
      assert.throws(() => run(amount), { name: 'Refusal', code: client.PERSONAL_TOKEN_ERROR__MATH_OVERFLOW });
    }
  };
  const pool = { ...account('token').data, unsettled: 0 };
  const { shares: _, now, ...accounts } = previews.transfer[0].in;
  const roles = Object.entries<any>(accounts).map(([role, reference]) => [role, account(reference)]);
  const inputs = { ...Object.fromEntries(roles), now: BigInt(now) } as client.TransferInputs;
  overflows((shares) => client.previewTransfer({ ...inputs, shares }));
  overflows((shares) => client.previewTransfer({ ...inputs, destinationPosition: inputs.sourcePosition, shares }));
  overflows((proceeds) => client.previewDeposit(pool, proceeds, 0n));
  overflows((costBasis) => client.previewDeposit(pool, (1n << 64n) - 1n, costBasis));
  overflows((gross) => client.distributionShare(gross, 10n, 1n));
  overflows((total) => client.distributionShare(10n, total, 1n));
  overflows((shares) => client.distributionShare(10n, 10n, shares));
  overflows((costBasis) => client.carriedCostBasis(costBasis, 10n, 1n));
  overflows((shares) => client.carriedCostBasis(100n, shares, 1n));
  overflows((moved) => client.carriedCostBasis(100n, 10n, moved));
  for (const ownerBuys of [true, false]) overflows((paid) => client.saleSplit(paid, 150, 50, ownerBuys));
  overflows((received) => client.lockReceived({ shares: 0n, unlocksAt: 0n }, received, 0n, 0));
  overflows((held) => client.freeShares({ shares: 0n, unlocksAt: 0n }, held, 0n));
  const order = { shares: 1n, minimumShares: 1n, maximumPrice: 1n };
  for (const limit of ['shares', 'minimumShares', 'maximumPrice']) {
    overflows((amount) => client.previewSale({ order: { ...order, [limit]: amount } } as unknown as client.SaleInputs));
  }
});

test("a network's address is derived from its padded name, and from nothing else", async () => {
  const name = client.networkName('Village');
  assert.deepEqual(name, Uint8Array.from(Buffer.from('Village'.padEnd(32, '\0'))));
  assert.equal(client.displayNetworkName(name), 'Village');
  const creator = client.TOKEN_PROGRAM;
  assert.notEqual(await client.networkAddress(creator, name), await client.networkAddress(creator, new Uint8Array(32)));
  const unpadded = client.networkAddress(creator, new TextEncoder().encode('Village'));
  await assert.rejects(unpadded, { name: 'Malformed', message: /network name/ });
  assert.equal(client.networkName('é'.repeat(16)).length, 32);
  for (const refused of ['', ' ', '\u3000', 'é'.repeat(16) + 'a', 'a\0', 'Vil\u200blage', '\u202eegalliV']) {
    assert.throws(() => client.networkName(refused), { name: 'Malformed' }, JSON.stringify(refused));
  }
});

test('every derived address is the one that the Rust SDK derives', async () => {
  const vectors: Vector[] = previews.addresses;
  assert.ok(vectors.length >= 200);
  for (const { in: input, out } of vectors) {
    const seeds = input.seeds.map((seed: unknown) =>
      typeof seed === 'string' && /^[0-9a-f]{64}$/.test(seed) ? bytes(seed) : seed,
    );
    const derive = exported[input.name === 'positionOf' ? 'positionOf' : `${input.name}Address`];
    assert.equal(await derive(...seeds), out, input.name);
  }
});

test('the cast lies where its addresses say, and what is no position or of another owner is refused', async () => {
  const [token, position] = [account('token'), account('adaPosition')];
  assert.equal(await client.tokenAddress(token.data.mint), token.address);
  assert.equal(await client.positionAddress(position.data.shareAccount), position.address);
  const refused = (changed: object, code: number) =>
    assert.throws(() => client.previewNetDeposit(token, { ...position.data, ...changed }, 10n, 1n), { code });
  refused({ token: client.TOKEN_PROGRAM }, client.PERSONAL_TOKEN_ERROR__TOKEN_MISMATCH);
  refused({ member: client.TOKEN_PROGRAM }, client.PERSONAL_TOKEN_ERROR__NOT_TOKEN_OWNER);
  refused({ successor: client.TOKEN_PROGRAM }, client.PERSONAL_TOKEN_ERROR__POSITION_REPLACED);
  const unsettled = { ...token.data, unsettled: 1 };
  assert.throws(() => client.previewDeposit(unsettled, 10n, 1n), {
    code: client.PERSONAL_TOKEN_ERROR__ROUND_UNSETTLED,
  });
});
