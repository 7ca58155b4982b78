// Pays everybody who is owed something. What is still owed stands on chain and nowhere else, so this can be stopped and
// started at any time, and two of them at once pay nobody twice.
//
//   RPC_URL=… WS_URL=… KEYPAIR=… MINT=… node payout-cron.js
import { readFile } from 'node:fs/promises';
import {
  address,
  appendTransactionMessageInstruction,
  assertIsSendableTransaction,
  assertIsTransactionWithBlockhashLifetime,
  createKeyPairSignerFromBytes,
  createSolanaRpc,
  createSolanaRpcSubscriptions,
  createTransactionMessage,
  fetchEncodedAccounts,
  pipe,
  sendAndConfirmTransactionFactory,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
  type Address,
} from '@solana/kit';
import {
  claimable,
  explain,
  fetchBook,
  getDistributeInstruction,
  MOST_FETCHED,
  MOST_PAID_AT_ONCE,
  payout,
  tokenAccountOrNull,
  type Book,
} from '@personal-token/client';

const { RPC_URL = 'http://127.0.0.1:8899', WS_URL = 'ws://127.0.0.1:8900', KEYPAIR = '', MINT = '' } = process.env;
/** What a payout has to be worth to be worth a transaction's fee, in quote units. */
const LEAST = BigInt(process.env['LEAST'] ?? '1');

const rpc = createSolanaRpc(RPC_URL);
const send = sendAndConfirmTransactionFactory({ rpc, rpcSubscriptions: createSolanaRpcSubscriptions(WS_URL) });
const payer = await createKeyPairSignerFromBytes(Uint8Array.from(JSON.parse(await readFile(KEYPAIR, 'utf8'))));

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

/** Positions that are owed something and can be paid; the others are told of, as somebody has to do something first. */
async function due({ token, positions, now }: Book) {
  const owed = positions.filter(({ data }) => claimable(token.data, data) >= LEAST);
  const addresses = owed.map(({ data }) => data.quoteAccount);
  const accounts = await Promise.all(chunks(addresses, MOST_FETCHED).map((part) => fetchEncodedAccounts(rpc, part)));
  const outcomes = accounts
    .flat()
    .map((account, index) =>
      payout(token, owed[index]!.data, account.exists ? tokenAccountOrNull(account) : null, now),
    );
  for (const [index, { data }] of owed.entries()) {
    if (outcomes[index] !== 'done') console.log(`Skipped ${data.wallet}: ${outcomes[index]}`);
  }
  return owed.filter((_, index) => outcomes[index] === 'done');
}

async function pay(book: Book, positions: Book['positions']): Promise<void> {
  const { value: blockhash } = await rpc.getLatestBlockhash().send();
  const message = pipe(
    createTransactionMessage({ version: 0 }),
    (message) => setTransactionMessageFeePayerSigner(payer, message),
    (message) => setTransactionMessageLifetimeUsingBlockhash(blockhash, message),
    (message) => appendTransactionMessageInstruction(getDistributeInstruction(book.token, positions), message),
  );
  const transaction = await signTransactionMessageWithSigners(message);
  assertIsSendableTransaction(transaction);
  assertIsTransactionWithBlockhashLifetime(transaction);
  await send(transaction, { commitment: 'confirmed' });
}

async function payEverybody(mint: Address): Promise<void> {
  const book = await fetchBook(rpc, mint);
  let [paid, units] = [0, 0n];
  for (const positions of chunks(await due(book), MOST_PAID_AT_ONCE)) {
    try {
      await pay(book, positions);
      paid += positions.length;
      units += positions.reduce((sum, { data }) => sum + claimable(book.token.data, data), 0n);
    } catch (error) {
      // The next run tries them again; the others are paid meanwhile.
      process.exitCode = 1;
      console.log(`${positions.length} not paid: ${explain(error)?.message ?? String(error)}`);
    }
  }
  console.log(`Paid ${paid} holders ${units} units.`);
}

await payEverybody(address(MINT));
