// What is read of a node that lags, lies or is in a hurry; its accounts are those of the cast in idl/previews.json.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createNoopSigner, getAddressDecoder, getAddressEncoder, type Address, type Codec } from '@solana/kit';
import * as client from '@personal-token/client';
import { bytes, idl, tokenAccountData } from './support.js';

const OURS = client.PERSONAL_TOKEN_PROGRAM_ADDRESS;
const SYSVARS = 'Sysvar1111111111111111111111111111111111111' as Address;
const NOW = 1_800_000_000n;
const DUST = { owner: client.SYSTEM_PROGRAM, data: new Uint8Array() };
const { accounts: cast } = idl('previews.json');

interface Stored {
  readonly owner: Address;
  readonly data: Uint8Array;
}

/** A node that answers out of a map, and remembers what was asked at once. */
class Node {
  readonly accounts = new Map<Address, Stored>();
  readonly asked: Address[][] = [];
  /** What it answers for an account, if not what is there. */
  answer: (address: Address, asked: readonly Address[]) => Stored | undefined = (address) => this.accounts.get(address);
  /** What a search finds, if not all accounts of the program's. */
  found = () => [...this.accounts].filter(([, { owner }]) => owner === OURS);

  readonly rpc = {
    getMultipleAccounts: (addresses: Address[]) => ({
      send: async () => {
        this.asked.push(addresses);
        return { value: addresses.map((address) => answered(this.answer(address, addresses))) };
      },
    }),
    getProgramAccounts: () => ({
      send: async () => this.found().map(([pubkey, stored]) => ({ pubkey, account: answered(stored) })),
    }),
  } as unknown as client.FindRpc;
}

const answered = (stored: Stored | undefined) =>
  stored === undefined
    ? null
    : { ...stored, data: [Buffer.from(stored.data).toString('base64'), 'base64'], lamports: 1n, executable: false };

const decoded = <T>(codec: Codec<T>, name: string): client.At<T> => ({
  address: cast[name].address,
  data: codec.decode(bytes(cast[name].data)),
});

const token = decoded(client.getTokenCodec(), 'token');
const { mint, quoteMint } = token.data;
const [ada, ben] = ['ada', 'ben'].map((name) => ({
  member: decoded(client.getMemberCodec(), name),
  position: decoded(client.getPositionCodec(), `${name}Position`),
})) as [Holder, Holder];
const stranger = client.TOKEN_PROGRAM;

interface Holder {
  readonly member: client.At<client.Member>;
  readonly position: client.At<client.Position>;
}

let node: Node;

const ours = (data: ArrayLike<number>): Stored => ({ owner: OURS, data: Uint8Array.from(data) });
const put = <T>({ address, data }: client.At<T>, codec: Codec<T>, changed: Partial<T> = {}) =>
  node.accounts.set(address, ours(codec.encode({ ...data, ...changed }) as Uint8Array));
const putPosition = ({ position }: Holder, changed: Partial<client.Position> = {}) =>
  put(position, client.getPositionCodec(), changed);

/** A mint without metadata. */
function putMint(address: Address): void {
  const data = new Uint8Array(82);
  data[45] = 1;
  node.accounts.set(address, { owner: client.TOKEN_2022_PROGRAM, data });
}

beforeEach(() => {
  node = new Node();
  put(token, client.getTokenCodec());
  put(decoded(client.getNetworkCodec(), 'network'), client.getNetworkCodec());
  for (const holder of [ada, ben]) {
    const { address, data } = holder.position;
    put(holder.member, client.getMemberCodec());
    putPosition(holder);
    const account = { mint, owner: data.wallet, amount: data.shares, closeAuthority: address };
    node.accounts.set(data.shareAccount, { owner: client.TOKEN_2022_PROGRAM, data: tokenAccountData(account) });
  }
  putMint(mint);
  node.accounts.set(client.CLOCK_SYSVAR, { owner: SYSVARS, data: clock(40) });
});

function clock(length: number): Uint8Array {
  const data = Buffer.alloc(length);
  data.writeBigInt64LE(NOW, 32);
  return data;
}

const plan = (from: Holder, to: Address, shares: bigint) =>
  client.planTransferShares(node.rpc, {
    mint,
    authority: createNoopSigner(from.position.data.wallet),
    receiver: to,
    shares,
  });

test('lamports that anybody sent to a derived address are no account', async () => {
  const { wallet, quoteAccount, shareAccount } = ben.position.data;
  const claim = () => client.planClaim(node.rpc, { mint, wallet, payer: createNoopSigner(ada.position.data.wallet) });
  node.accounts.set(quoteAccount, DUST);
  assert.equal((await claim()).instructions.length, 2);
  const data = tokenAccountData({ mint: quoteMint, owner: wallet, amount: 0n });
  node.accounts.set(quoteAccount, { owner: client.TOKEN_PROGRAM, data });
  assert.equal((await claim()).instructions.length, 1);

  node.accounts.set(ben.position.address, DUST);
  assert.equal(await client.fetchMaybe(node.rpc, client.positionKind(), ben.position.address), null);
  node.accounts.set(shareAccount, DUST);
  const none = { name: 'Refusal', program: client.TOKEN_2022_PROGRAM, code: client.NO_POSITION_CODE };
  await assert.rejects(plan(ada, wallet, 1n), none);
});

test('who has no position is told so, and not that the receiver has none', async () => {
  const input = { mint, authority: createNoopSigner(stranger), receiver: ada.position.data.wallet, shares: 1n };
  const refused = { name: 'Malformed', message: /the sender has none in this token/ };
  await assert.rejects(client.transferShares(node.rpc, input), refused);
  await assert.rejects(client.planTransferShares(node.rpc, input), refused);
  await assert.rejects(plan(ada, stranger, 1n), { name: 'Refusal', code: client.NO_POSITION_CODE });
});

test('more shares than there are is a refusal of Token-2022, whatever else would be refused', async () => {
  const { shares } = ben.position.data;
  const tooMany = { name: 'Refusal', program: client.TOKEN_2022_PROGRAM, code: 1 };
  await assert.rejects(plan(ben, ada.position.data.wallet, shares + 1n), tooMany);
  await assert.rejects(plan(ben, ben.position.data.wallet, shares + 1n), tooMany);
  put(decoded(client.getNetworkCodec(), 'network'), client.getNetworkCodec(), { halted: 1 });
  await assert.rejects(plan(ben, ada.position.data.wallet, shares + 1n), tooMany);
  const code = client.PERSONAL_TOKEN_ERROR__NETWORK_HALTED;
  await assert.rejects(plan(ben, ada.position.data.wallet, 1n), { name: 'Refusal', code });
});

test('a transfer is planned on accounts of one slot', async () => {
  // A node that is a claim further shows positions that the token of another one lags behind.
  const ahead = client.getPositionCodec().encode({ ...ada.position.data, last: token.data.acc + 1n }) as Uint8Array;
  node.answer = (address, asked) =>
    address === ada.position.address && !asked.includes(token.data.network) ? ours(ahead) : node.accounts.get(address);
  const { preview } = await plan(ada, ben.position.data.wallet, 1n);
  assert.equal(preview.source.shares, ada.position.data.shares - 1n);
});

test('a search that answers with what was not asked for, or twice, is found out', async () => {
  const { address, data } = ben.position;
  const match = { offset: client.POSITION_OFFSETS.wallet, bytes: data.wallet };
  const search = () => client.findAll(node.rpc, client.positionKind(), match);
  const stored = (holder: Holder) =>
    [holder.position.address, node.accounts.get(holder.position.address)!] as [Address, Stored];
  node.found = () => [stored(ben)];
  assert.deepEqual(
    (await search()).map((position) => position.address),
    [address],
  );
  node.found = () => [stored(ben), stored(ada)];
  await assert.rejects(search, { name: 'Malformed', message: /not what was asked for/ });
  node.found = () => [stored(ben), stored(ben)];
  await assert.rejects(search, { name: 'Malformed', message: /came twice/ });
});

test('another account is not taken for the clock, nor a short answer for a whole one', async () => {
  assert.equal(await client.fetchNow(node.rpc), NOW);
  for (const stored of [
    { owner: OURS, data: clock(40) },
    { owner: SYSVARS, data: clock(41) },
  ]) {
    node.accounts.set(client.CLOCK_SYSVAR, stored);
    await assert.rejects(client.fetchNow(node.rpc), { name: 'Malformed', message: /clock/ });
  }
  const short = { ...node.rpc, getMultipleAccounts: () => ({ send: async () => ({ value: [] }) }) };
  await assert.rejects(client.fetchNow(short as unknown as client.FindRpc), { message: /not one for each address/ });
});

/** A wallet with a position in each of many tokens. */
async function manyTokens(count: number): Promise<Address[]> {
  const addresses = await Promise.all(
    Array.from({ length: count }, (_, index) => client.escrowAddress(numbered(index))),
  );
  addresses.forEach((address, index) => {
    const other = { address: numbered(2 * index), data: token.data };
    put(other, client.getTokenCodec(), { mint: numbered(2 * index + 1) });
    putMint(numbered(2 * index + 1));
    put({ address, data: ben.position.data }, client.getPositionCodec(), { token: other.address });
  });
  node.found = () => addresses.map((address) => [address, node.accounts.get(address)!]);
  return addresses;
}

const numbered = (index: number) =>
  getAddressDecoder().decode(Uint8Array.from([index, 1, ...getAddressEncoder().encode(stranger).slice(2)]));

test('a portfolio of many tokens takes a few requests, and a position that closes meanwhile leaves the others', async () => {
  const addresses = await manyTokens(40);
  const { wallet } = ben.position.data;
  assert.equal((await client.fetchPortfolio(node.rpc, wallet)).length, 40);
  assert.ok(node.asked.length <= 4, `${node.asked.length} requests`);
  assert.ok(node.asked.every((asked) => asked.length <= 100));
  node.answer = (address) => (address === addresses[7] ? undefined : node.accounts.get(address));
  const left = await client.fetchPortfolio(node.rpc, wallet);
  assert.equal(left.length, 39);
  for (const { mint, token, position } of left)
    assert.deepEqual([mint, token.address], [token.data.mint, position.data.token]);
});

test('nothing can be sent while the token is paused', async () => {
  node.found = () => [[ben.position.address, node.accounts.get(ben.position.address)!]];
  const sendable = async () => (await client.fetchPortfolio(node.rpc, ben.position.data.wallet))[0]?.sendable;
  const free = client.movable(ben.position.data, NOW);
  assert.ok(free > 0n);
  assert.equal(await sendable(), free);
  put(token, client.getTokenCodec(), { pausedUntil: NOW + 1n });
  assert.equal(await sendable(), 0n);
  put(token, client.getTokenCodec(), { pausedUntil: NOW });
  assert.equal(await sendable(), free);
});
