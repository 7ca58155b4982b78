// A wallet on Solana Kit: instructions from @solana-program/token-2022, sent and confirmed by Kit's factory, which
// listens on the WebSocket for the signature and for the slots until the blockhash expires.

import {
  fetchToken,
  findAssociatedTokenPda,
  getApproveInstruction,
  getBurnInstruction,
  getCloseAccountInstruction,
  getCreateAssociatedTokenIdempotentInstructionAsync,
  getFreezeAccountInstruction,
  getTokenDecoder,
  getTransferCheckedInstruction,
  getTransferCheckedWithTransferHookInstructionAsync,
  getTransferInstruction,
  TOKEN_2022_PROGRAM_ADDRESS,
} from '@solana-program/token-2022';
import {
  address,
  appendTransactionMessageInstructions,
  createKeyPairSignerFromBytes,
  createSolanaRpc,
  createSolanaRpcSubscriptions,
  createTransactionMessage,
  getBase64Encoder,
  pipe,
  sendAndConfirmTransactionFactory,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from '@solana/kit';
import { version } from './node.mjs';
import { Inbox } from './seen.mjs';

const TOKEN_PROGRAM_ADDRESS = address('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA');

export class KitWallet {
  key = 'kit';
  name = `${version('@solana-program/token-2022')}, ${version('@solana/kit')}`;

  constructor({ rpc, ws, quoteMint }) {
    this.rpc = createSolanaRpc(rpc);
    this.rpcSubscriptions = createSolanaRpcSubscriptions(ws);
    this.confirm = sendAndConfirmTransactionFactory({ rpc: this.rpc, rpcSubscriptions: this.rpcSubscriptions });
    this.quoteMint = quoteMint;
  }

  async #account(mint, owner, tokenProgram = TOKEN_2022_PROGRAM_ADDRESS) {
    const [account] = await findAssociatedTokenPda({ mint: address(mint), owner: address(owner), tokenProgram });
    return account;
  }

  async #send(signer, instruction) {
    const { value: lifetime } = await this.rpc.getLatestBlockhash({ commitment: 'confirmed' }).send();
    const message = pipe(
      createTransactionMessage({ version: 0 }),
      empty => setTransactionMessageFeePayerSigner(signer, empty),
      paid => setTransactionMessageLifetimeUsingBlockhash(lifetime, paid),
      timed => appendTransactionMessageInstructions([instruction], timed),
    );
    await this.confirm(await signTransactionMessageWithSigners(message), { commitment: 'confirmed' });
  }

  async shares(mint, person) {
    const account = await this.#account(mint, person.address);
    return (await fetchToken(this.rpc, account, { commitment: 'confirmed' })).data.amount;
  }

  async money(person) {
    const account = await this.#account(this.quoteMint, person.address, TOKEN_PROGRAM_ADDRESS);
    return (await fetchToken(this.rpc, account, { commitment: 'confirmed' })).data.amount;
  }

  async #open(mint, person, tokenProgram) {
    const payer = await createKeyPairSignerFromBytes(person.keypair.secretKey);
    const parts = { payer, owner: payer.address, mint: address(mint), tokenProgram };
    await this.#send(payer, await getCreateAssociatedTokenIdempotentInstructionAsync(parts));
  }

  async openShareAccount(mint, person) {
    await this.#open(mint, person, TOKEN_2022_PROGRAM_ADDRESS);
  }

  async openMoneyAccount(person) {
    await this.#open(this.quoteMint, person, TOKEN_PROGRAM_ADDRESS);
  }

  /** Names as this library's builders take them; each uses what it needs. */
  async #parts({ mint, from, to, signer = from, shares, decimals = 0 }) {
    const authority = await createKeyPairSignerFromBytes(signer.keypair.secretKey);
    const source = await this.#account(mint, from.address);
    const destination = to && (await this.#account(mint, to.address));
    const accounts = { source, account: source, mint: address(mint), destination };
    return { ...accounts, authority, owner: authority, amount: shares, decimals };
  }

  async transfer(request) {
    const parts = await this.#parts(request);
    const instruction = await getTransferCheckedWithTransferHookInstructionAsync({ rpc: this.rpc }, parts);
    await this.#send(parts.authority, instruction);
  }

  async approve(request) {
    const parts = await this.#parts(request);
    await this.#send(parts.owner, getApproveInstruction({ ...parts, delegate: address(request.to.address) }));
  }

  async withoutHook(request) {
    const parts = await this.#parts(request);
    await this.#send(parts.authority, getTransferCheckedInstruction(parts));
  }

  async plain(request) {
    const parts = await this.#parts(request);
    await this.#send(parts.authority, getTransferInstruction(parts));
  }

  async close(request) {
    const parts = await this.#parts(request);
    const destination = parts.owner.address;
    await this.#send(parts.owner, getCloseAccountInstruction({ ...parts, destination }));
  }

  async burn(request) {
    const parts = await this.#parts(request);
    await this.#send(parts.authority, getBurnInstruction(parts));
  }

  async freeze(request) {
    const parts = await this.#parts(request);
    await this.#send(parts.owner, getFreezeAccountInstruction(parts));
  }

  /** The balances that `accountSubscribe` reports, as they come. */
  async watch(mint, person) {
    const program = mint === this.quoteMint ? TOKEN_PROGRAM_ADDRESS : TOKEN_2022_PROGRAM_ADDRESS;
    const account = await this.#account(mint, person.address, program);
    const inbox = new Inbox();
    const ended = new AbortController();
    const reports = await this.rpcSubscriptions
      .accountNotifications(account, { commitment: 'confirmed', encoding: 'base64' })
      .subscribe({ abortSignal: ended.signal });
    const listen = async () => {
      for await (const { value } of reports) {
        inbox.put(getTokenDecoder().decode(getBase64Encoder().encode(value.data[0])).amount);
      }
    };
    // Ends with the subscription, whose abortion is no failure.
    listen().catch(() => undefined);
    inbox.stop = () => ended.abort();
    return inbox;
  }
}
