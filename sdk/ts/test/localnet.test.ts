// Everything that needs a node: this package's reads and writes, the examples of README.md, and those in examples/.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AccountRole, getU32Encoder, getU64Encoder, type Address } from '@solana/kit';
import * as client from '@personal-token/client';
import { deposit, give, Localnet, settle, USDC, type Person, type Village } from './localnet.js';

let node: Localnet;
let village: Village;

before(async () => {
  node = await Localnet.start();
  village = await settle(node);
});
after(() => node?.stop());

/** What refuses, in the words of `explain`. */
async function refusal(work: () => Promise<unknown>): Promise<client.Explanation> {
  try {
    await work();
  } catch (error) {
    const explanation = client.explain(error);
    assert.ok(explanation, `not explained: ${String(error)}`);
    return explanation;
  }
  throw new assert.AssertionError({ message: 'it was not refused' });
}

const rows = async () => (await client.fetchCapTable(node.rpc, village.mint)).rows;
const shares = async (person: Person) => (await rows()).find(({ wallet }) => wallet === person.address)?.shares;

test('shares arrive, and the preview was right to the byte', async () => {
  const { ada, ben, mint } = village;
  const input = { mint, authority: ada.signer, receiver: ben.address, shares: 1_500_000n };
  const { instruction, preview } = await client.planTransferShares(node.rpc, input);
  await node.send(ada, [instruction]);
  const position = await client.positionOf(ben.address, mint);
  const found = await client.fetchOne(node.rpc, client.positionKind(), position);
  assert.deepEqual(found.data, preview.destination);
  assert.equal(await shares(ben), 1_500_000n);
});

test('a transfer is told as an event, and one that failed is not', async () => {
  const { ada, carl, mint } = village;
  const signature = await give(node, village, carl, 500_000n);
  const transaction = await node.rpc
    .getTransaction(signature as never, {
      encoding: 'json',
      maxSupportedTransactionVersion: 0,
      commitment: 'confirmed',
    })
    .send();
  assert.ok(transaction);
  const events = await client.eventsFromTransaction(transaction as unknown as client.FetchedTransaction);
  assert.deepEqual(
    events.map(({ name }) => name),
    ['SharesTransferred'],
  );
  const [event] = events;
  assert.ok(event?.name === 'SharesTransferred');
  assert.deepEqual(event.data, {
    sourcePosition: await client.positionOf(ada.address, mint),
    destinationPosition: await client.positionOf(carl.address, mint),
    shares: 500_000n,
  });
  const failed = { ...transaction, meta: { ...transaction.meta, err: 'AccountInUse' } };
  assert.deepEqual(await client.eventsFromTransaction(failed as never), []);
});

test('refusals are explained, and change nothing', async () => {
  const { ada, ben, max, mint } = village;
  const before = await rows();
  const transfer = async (authority: Person, receiver: Person, shares: bigint) =>
    node.send(authority, [
      await client.transferShares(node.rpc, { mint, authority: authority.signer, receiver: receiver.address, shares }),
    ]);

  const nobody = await refusal(() => transfer(ada, max, 1n));
  assert.equal(nobody.code, client.NO_POSITION_CODE);
  assert.match(nobody.message, /has no position/);

  const tooMany = await refusal(() => transfer(ben, ada, 1_500_001n));
  assert.deepEqual([tooMany.program, tooMany.code], [client.TOKEN_2022_PROGRAM, 1]);
  assert.match(tooMany.message, /holds fewer shares/);

  // The hook refuses inside Token-2022's instruction: the innermost program is ours.
  const none = await refusal(() => transfer(ada, ben, 0n));
  assert.deepEqual([none.program, none.name], [client.PERSONAL_TOKEN_PROGRAM_ADDRESS, 'ZeroShares']);
  const preview = await refusal(() =>
    client.planTransferShares(node.rpc, { mint, authority: ada.signer, receiver: ben.address, shares: 0n }),
  );
  assert.deepEqual(preview, none);

  const twice = await refusal(async () =>
    node.send(ben, await client.openPosition(node.rpc, { mint, payer: ben.signer, wallet: ben.signer })),
  );
  assert.notEqual(twice.remedy, '');
  assert.deepEqual(await rows(), before);
});

test('the mint is genuine, and nothing else is', async () => {
  assert.deepEqual(await client.examineMint(node.rpc, village.mint), []);
  assert.equal(await client.isGenuine(node.rpc, village.mint), true);
  for (const other of [node.ready.quoteMint, village.token, village.max.address]) {
    assert.equal(await client.isGenuine(node.rpc, other), false);
  }
});

test('a mint that differs in anything is found out', async () => {
  const { mint, token } = village;
  const { value } = await node.rpc.getAccountInfo(mint, { encoding: 'base64' }).send();
  const data = Uint8Array.from(Buffer.from(value?.data[0] ?? '', 'base64'));
  const programAddress = client.TOKEN_2022_PROGRAM;
  const decoded = client.decodeShareMint({ programAddress, data });
  const { data: account } = await client.fetchOne(node.rpc, client.tokenKind(), token);
  const subjects = async (changed: Partial<client.ShareMint>) =>
    (await client.verifyShareMint(mint, { ...decoded, ...changed }, account)).map(({ subject }) => subject);
  assert.deepEqual(await subjects({}), []);
  assert.deepEqual(client.displayNames(decoded), { name: 'Ada Lovelace', symbol: 'ADA' });
  const other = village.max.address;
  assert.deepEqual(await subjects({ mintAuthority: other }), ['mint authority']);
  assert.deepEqual(await subjects({ freezeAuthority: other }), ['freeze authority']);
  assert.deepEqual(await subjects({ hookAuthority: other }), ['authority of the transfer hook']);
  assert.deepEqual(await subjects({ hookProgram: null }), ['transfer hook']);
  assert.deepEqual(await subjects({ permanentDelegate: other }), ['permanent delegate']);
  assert.deepEqual(await subjects({ burnAuthority: null }), ['permissioned burn authority']);
  assert.deepEqual(await subjects({ metadataPointerAuthority: other }), ['authority of the metadata pointer']);
  assert.deepEqual(await subjects({ metadataAddress: other }), ['metadata address']);
  assert.deepEqual(await subjects({ supply: 1n, decimals: 6 }), ['supply', 'decimals']);
  assert.deepEqual(await subjects({ extensions: [...decoded.extensions, 26] }), ['types of extensions']);
  const metadata = decoded.metadata!;
  assert.deepEqual(await subjects({ metadata: { ...metadata, updateAuthority: other } }), [
    'authority of the metadata',
  ]);
  assert.deepEqual(await subjects({ metadata: { ...metadata, name: 'A\u202eda' } }), ['name, symbol and link']);
  assert.deepEqual(await subjects({ metadata: { ...metadata, symbol: '\u00a0' } }), ['name, symbol and link']);
  assert.deepEqual(await subjects({ metadata: { ...metadata, additional: [] } }), ['fields of the metadata']);
  for (const end of [0, 81, 100, 165, 200, data.length - 1]) {
    const cut = { programAddress, data: data.slice(0, end) };
    assert.throws(() => client.decodeShareMint(cut), { name: 'Malformed' }, `cut at ${end}`);
  }
});

/** A node that answers with other bytes for an account, or leaves it out. */
function lying(about: Address, change: (data: Uint8Array) => Uint8Array | null, owner?: Address): client.FindRpc {
  const changed = (address: Address, account: any) => {
    if (address !== about || account === null) return account;
    const data = change(Uint8Array.from(Buffer.from(account.data[0], 'base64')));
    const encoded = Buffer.from(data ?? []).toString('base64');
    return data && { ...account, owner: owner ?? account.owner, data: [encoded, 'base64'] };
  };
  return {
    getMultipleAccounts: (addresses: Address[], config: never) => ({
      send: async () => {
        const answer = await node.rpc.getMultipleAccounts(addresses, config as { encoding: 'base64' }).send();
        return { ...answer, value: answer.value.map((account, index) => changed(addresses[index]!, account)) };
      },
    }),
    getProgramAccounts: (program: Address, config: never) => ({
      send: async () => {
        const answer = await node.rpc.getProgramAccounts(program, config as { encoding: 'base64' }).send();
        const all = answer.map(({ pubkey, account }) => ({ pubkey, account: changed(pubkey, account) }));
        return all.filter(({ account }) => account !== null);
      },
    }),
  } as unknown as client.FindRpc;
}

const flip = (offset: number) => (data: Uint8Array) => data.map((byte, at) => (at === offset ? byte ^ 1 : byte));

test('a token with a changed account is found out', async () => {
  const { mint, token } = village;
  const { data } = await client.fetchOne(node.rpc, client.tokenKind(), token);
  const list = await client.extraAccountMetasAddress(mint);
  const subjects = async (rpc: client.FindRpc) => (await client.examineMint(rpc, mint)).map(({ subject }) => subject);
  assert.deepEqual(await subjects(lying(mint, (data) => data)), []);
  assert.deepEqual(await subjects(lying(list, flip(20))), ['hook accounts']);
  assert.deepEqual(await subjects(lying(list, (data) => data.slice(1))), ['hook accounts']);
  assert.deepEqual(await subjects(lying(list, () => null)), ['hook accounts']);
  assert.deepEqual(await subjects(lying(list, (data) => data, village.max.address)), ['hook accounts']);
  assert.deepEqual(await subjects(lying(data.vault, flip(40))), ['vault']);
  assert.deepEqual(await subjects(lying(data.vault, () => null)), ['vault']);
  assert.deepEqual(await subjects(lying(token, () => null)), ['token']);
  assert.deepEqual(await subjects(lying(mint, () => null)), ['share mint']);
  assert.deepEqual(await subjects(lying(token, flip(8))), ['accounts of the mint']);
  assert.deepEqual(await subjects(lying(mint, flip(36))), ['supply']);
  const member = await client.fetchOne(node.rpc, client.memberKind(), data.owner);
  assert.equal(member.data.token, token);
  const offset = client.memberKind().space - 1;
  assert.deepEqual(await subjects(lying(data.owner, flip(offset))), []);
  const changed = (await client.getMemberCodec().encode({ ...member.data, token: mint })) as Uint8Array;
  assert.deepEqual(await subjects(lying(data.owner, () => changed)), ['owner']);
});

test('a node that withholds a position does not get away with it', async () => {
  const { ben, mint } = village;
  const position = await client.positionOf(ben.address, mint);
  const rpc = lying(position, () => null);
  await assert.rejects(client.fetchCapTable(rpc, mint), { name: 'Malformed', message: /do not add up/ });
  const more = client.getPositionCodec();
  const { data } = await client.fetchOne(node.rpc, client.positionKind(), position);
  const ahead = more.encode({ ...data, last: data.last + 1n }) as Uint8Array;
  await assert.rejects(
    client.fetchCapTable(
      lying(position, () => ahead),
      mint,
    ),
    { message: /do not add up/ },
  );
});

test('what is claimable arrives, to the unit', async () => {
  const { ben, carl, max, mint } = village;
  await deposit(node, village, 1_000n * USDC + 1n);
  const plan = await client.planClaim(node.rpc, { mint, wallet: ben.address, payer: max.signer });
  // 1,500,000 of 10,000,000 shares; the fraction of a unit stays owed.
  assert.equal(plan.claimable, 150n * USDC);
  assert.equal(plan.claimable, client.distributionShare(1_000n * USDC + 1n, 10_000_000n, 1_500_000n));
  assert.equal(plan.instructions.length, 2);
  // Anybody may send it and pay for it.
  await node.send(max, plan.instructions);
  assert.equal(await node.quoteBalance(ben), plan.claimable);
  const again = await client.planClaim(node.rpc, { mint, wallet: ben.address, payer: max.signer });
  assert.deepEqual([again.claimable, again.instructions.length], [0n, 1]);
  const carls = (await rows()).find(({ wallet }) => wallet === carl.address);
  assert.equal(carls?.claimable, 50n * USDC);
});

test('views show the token and what a wallet holds', async () => {
  const { ada, ben, max, mint, network } = village;
  const view = await client.fetchTokenView(node.rpc, mint);
  assert.deepEqual(
    [view.name, view.symbol, view.policy, view.ownerStatus, view.total, view.hold, view.pausedUntil],
    ['Ada Lovelace', 'ADA', 'open', 'active', 10_000_000n, 0, null],
  );
  assert.deepEqual([view.network.address, view.owner.data.wallet], [network, ada.address]);
  assert.equal(client.displayNetworkName(view.network.data.name), 'Village');
  assert.equal(view.owed, view.deposited - 150n * USDC);
  const [holding, ...further] = await client.fetchPortfolio(node.rpc, ben.address);
  assert.deepEqual(further, []);
  assert.deepEqual(
    [holding?.mint, holding?.shares, holding?.sendable, holding?.locked, holding?.claimable],
    [mint, 1_500_000n, 1_500_000n, 0n, 0n],
  );
  assert.deepEqual(await client.fetchPortfolio(node.rpc, max.address), []);

  // The same position as it would be with a lock, a listing and a mark.
  const { address, data } = holding!.position;
  const changes = { locked: 500n, unlocksAt: view.now + 9_999n, listed: 200n, heldUntil: view.now + 9_999n };
  const changed = client.getPositionCodec().encode({ ...data, ...changes }) as Uint8Array;
  const other = lying(address, () => changed);
  const [locked] = await client.fetchPortfolio(other, ben.address);
  assert.deepEqual(
    [locked?.sendable, locked?.locked, locked?.unlocksAt, locked?.listed, locked?.isMarked],
    [1_499_300n, 500n, changes.unlocksAt, 200n, true],
  );
  const member = await client.fetchOne(node.rpc, client.memberKind(), data.member);
  for (const change of [
    { wallet: max.address },
    { heldUntil: view.now + 9_999n },
    { recoveryUntil: view.now + 9_999n },
  ]) {
    const bytes = client.getMemberCodec().encode({ ...member.data, ...change }) as Uint8Array;
    const [held] = await client.fetchPortfolio(
      lying(data.member, () => bytes),
      ben.address,
    );
    assert.deepEqual([held?.shares, held?.sendable], [1_500_000n, 0n]);
  }
  const row = (await client.fetchCapTable(other, mint)).rows.find(({ wallet }) => wallet === ben.address);
  assert.deepEqual(
    [row?.locked, row?.unlocksAt, row?.listed, row?.markedUntil, row?.basisPointsFloor],
    [500n, changes.unlocksAt, 200n, changes.heldUntil, 1_500],
  );
  await assert.rejects(client.fetchTokenView(node.rpc, node.ready.quoteMint), { name: 'Malformed' });
});

test('money arrives although somebody sent lamports to where the account for it will be', async () => {
  const { carl, max, mint } = village;
  const quoteAccount = await client.quoteAccountAddress(carl.address, node.ready.quoteMint);
  const [transfer, lamports] = [getU32Encoder().encode(2), getU64Encoder().encode(890_880n)];
  const dust = {
    programAddress: client.SYSTEM_PROGRAM,
    accounts: [
      { address: max.address, role: AccountRole.WRITABLE_SIGNER, signer: max.signer },
      { address: quoteAccount, role: AccountRole.WRITABLE },
    ],
    data: Uint8Array.from([...transfer, ...lamports]),
  };
  await node.send(max, [dust]);
  const plan = await client.planClaim(node.rpc, { mint, wallet: carl.address, payer: max.signer });
  assert.ok(plan.claimable > 0n);
  await node.send(max, plan.instructions);
  assert.equal(await node.quoteBalance(carl), plan.claimable);
});

test('more shares than there are is refused by the plan as by the chain', async () => {
  const { ada, ben, mint } = village;
  const input = { mint, authority: ben.signer, receiver: ada.address, shares: 1_500_001n };
  const planned = await refusal(() => client.planTransferShares(node.rpc, input));
  const sent = await refusal(async () => node.send(ben, [await client.transferShares(node.rpc, input)]));
  assert.deepEqual(planned, sent);
});
