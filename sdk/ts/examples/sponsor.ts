// A sponsor pays the fees of others: who has shares and no SOL builds a transaction that names the sponsor as fee payer,
// signs it, and hands it over. The sponsor looks at what it would sign: its signature is worth all that its account
// holds. How much it spends a day is not limited here: put that in front of it, as what fails on chain costs its fee too.
//
//   RPC_URL=… KEYPAIR=… MINT=… PORT=… node sponsor.js     then POST the transaction, in base64
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import {
  address,
  assertIsFullySignedTransaction,
  createKeyPairSignerFromBytes,
  createSolanaRpc,
  getBase64EncodedWireTransaction,
  getBase64Encoder,
  getCompiledTransactionMessageDecoder,
  getSignatureFromTransaction,
  getTransactionDecoder,
  partiallySignTransaction,
  type Address,
  type GetLatestBlockhashApi,
  type KeyPairSigner,
  type Rpc,
  type SendTransactionApi,
  type Signature,
  type SimulateTransactionApi,
  type Transaction,
} from '@solana/kit';
import {
  explain,
  getProceedsClaimDiscriminatorBytes,
  PERSONAL_TOKEN_PROGRAM_ADDRESS,
  TOKEN_2022_PROGRAM,
  tokenAddress,
} from '@personal-token/client';

export interface Sponsor {
  readonly rpc: Rpc<SendTransactionApi & SimulateTransactionApi & GetLatestBlockhashApi>;
  readonly signer: KeyPairSigner;
  /** The only token whose transfers and claims are paid for. */
  readonly mint: Address;
}

/** Why the sponsor does not sign. */
export class NotSponsored extends Error {
  override readonly name = 'NotSponsored';
}

const TRANSFER_CHECKED = 12;
/** Signatures cost lamports each: the sponsor's and one more. */
const MOST_SIGNATURES = 2;

/** Refuses everything but transfers and claims of the one token that touch nothing of the sponsor's. */
async function check({ signer, mint }: Sponsor, transaction: Transaction): Promise<void> {
  const message = getCompiledTransactionMessageDecoder().decode(transaction.messageBytes);
  const refuse = (broken: boolean, why: string) => {
    if (broken) throw new NotSponsored(why);
  };
  if (message.version === 1) throw new NotSponsored('Version 1 is not looked through here.');
  const { staticAccounts: accounts, header, instructions } = message;
  refuse(accounts[0] !== signer.address, 'The fee payer is somebody else.');
  refuse(header.numSignerAccounts > MOST_SIGNATURES, 'Too many have to sign.');
  const lookups = 'addressTableLookups' in message ? (message.addressTableLookups ?? []) : [];
  refuse(lookups.length > 0, 'All accounts have to be in the transaction itself.');
  refuse(instructions.length !== 1, 'One instruction only: each costs, and some set a price.');
  const token = await tokenAddress(mint);
  for (const { programAddressIndex, accountIndices = [], data = new Uint8Array() } of instructions) {
    // The signature of a fee payer is good for every instruction that names him: for moving his money, too.
    refuse(accountIndices.includes(0), "The sponsor's account is none of yours.");
    const named = accountIndices.map((index) => accounts[index]);
    const program = accounts[programAddressIndex];
    const [claim] = getProceedsClaimDiscriminatorBytes();
    const isTransfer = program === TOKEN_2022_PROGRAM && data[0] === TRANSFER_CHECKED && named[1] === mint;
    const isClaim = program === PERSONAL_TOKEN_PROGRAM_ADDRESS && data[0] === claim && named[0] === token;
    refuse(!isTransfer && !isClaim, 'Only transfers and claims of this token are paid for.');
  }
}

/** Checks, tries, signs and sends what somebody hands over in base64. */
export async function sponsor(config: Sponsor, wire: string): Promise<Signature> {
  const transaction = decode(wire);
  await check(config, transaction);
  const signed = await partiallySignTransaction([config.signer.keyPair], transaction);
  try {
    assertIsFullySignedTransaction(signed);
  } catch {
    throw new NotSponsored('Sign it first.');
  }
  // A failed transaction costs its fee all the same, so it is tried before; with the signatures, as those cost too.
  const encoded = getBase64EncodedWireTransaction(signed);
  const { value } = await config.rpc.simulateTransaction(encoded, { encoding: 'base64', sigVerify: true }).send();
  if (value.err !== null) throw new NotSponsored(explain(value)?.message ?? 'It would fail.');
  await config.rpc.sendTransaction(encoded, { encoding: 'base64' }).send();
  return getSignatureFromTransaction(signed);
}

function decode(wire: string): Transaction {
  try {
    return getTransactionDecoder().decode(getBase64Encoder().encode(wire));
  } catch {
    throw new NotSponsored('This is no transaction.');
  }
}

const { RPC_URL = 'http://127.0.0.1:8899', KEYPAIR, MINT = '', PORT } = process.env;
if (KEYPAIR !== undefined && PORT !== undefined) {
  const signer = await createKeyPairSignerFromBytes(Uint8Array.from(JSON.parse(await readFile(KEYPAIR, 'utf8'))));
  const config = { rpc: createSolanaRpc(RPC_URL), signer, mint: address(MINT) };
  /** A transaction has at most 1,232 bytes, in base64 a third more. */
  const LONGEST = 1_700;
  const server = createServer(async (request, response) => {
    try {
      let wire = '';
      for await (const part of request) {
        wire += String(part);
        if (wire.length > LONGEST) break;
      }
      response.end(await sponsor(config, wire.trim()));
    } catch (error) {
      // Who hangs up in the middle of his request is told nothing.
      if (response.destroyed) return;
      response.statusCode = error instanceof NotSponsored ? 403 : 502;
      response.end(error instanceof Error ? error.message : String(error));
    }
  });
  server.listen(Number(PORT), '127.0.0.1', () => console.log(JSON.stringify(server.address())));
}
