// A wallet on the first generation of web3.js: every operation is a function of @solana/spl-token that builds, signs,
// sends and confirms by itself. Confirmation comes through the WebSocket: web3.js subscribes to the signature.

import {
  approve,
  burn,
  closeAccount,
  createAssociatedTokenAccountIdempotent,
  freezeAccount,
  getAccount,
  getAssociatedTokenAddressSync,
  TOKEN_2022_PROGRAM_ID,
  TOKEN_PROGRAM_ID,
  transfer,
  transferChecked,
  transferCheckedWithTransferHook,
  unpackAccount,
} from '@solana/spl-token';
import { Connection, PublicKey } from '@solana/web3.js';
import { version } from './node.mjs';
import { Inbox } from './seen.mjs';

const CONFIRM = { commitment: 'confirmed', preflightCommitment: 'confirmed' };

export class Web3Wallet {
  key = 'web3';
  name = `${version('@solana/spl-token')}, ${version('@solana/web3.js')}`;

  constructor({ rpc, ws, quoteMint }) {
    this.connection = new Connection(rpc, { commitment: 'confirmed', wsEndpoint: ws });
    this.quoteMint = quoteMint;
  }

  async #account(mint, owner, program = TOKEN_2022_PROGRAM_ID) {
    return getAssociatedTokenAddressSync(new PublicKey(mint), new PublicKey(owner), false, program);
  }

  async shares(mint, { address }) {
    const account = await this.#account(mint, address);
    return (await getAccount(this.connection, account, 'confirmed', TOKEN_2022_PROGRAM_ID)).amount;
  }

  async money({ address }) {
    const account = await this.#account(this.quoteMint, address, TOKEN_PROGRAM_ID);
    return (await getAccount(this.connection, account, 'confirmed', TOKEN_PROGRAM_ID)).amount;
  }

  async openShareAccount(mint, { keypair }) {
    const [key, wallet] = [new PublicKey(mint), keypair.publicKey];
    await createAssociatedTokenAccountIdempotent(this.connection, keypair, key, wallet, CONFIRM, TOKEN_2022_PROGRAM_ID);
  }

  async openMoneyAccount({ keypair }) {
    const key = new PublicKey(this.quoteMint);
    await createAssociatedTokenAccountIdempotent(this.connection, keypair, key, keypair.publicKey, CONFIRM);
  }

  /** What an operation of this library takes: the accounts are its own derivation. */
  async #parts({ mint, from, to, signer = from }) {
    const source = await this.#account(mint, from.address);
    const destination = to && (await this.#account(mint, to.address));
    return { connection: this.connection, mint: new PublicKey(mint), source, destination, signer: signer.keypair };
  }

  async transfer(request) {
    const { connection, mint, source, destination, signer } = await this.#parts(request);
    const { shares, decimals = 0 } = request;
    const program = TOKEN_2022_PROGRAM_ID;
    await transferCheckedWithTransferHook(
      connection, signer, source, mint, destination, signer, shares, decimals, [], CONFIRM, program,
    );
  }

  async approve(request) {
    const { connection, source, signer } = await this.#parts(request);
    const { keypair: delegate } = request.to;
    const [amount, program] = [request.shares, TOKEN_2022_PROGRAM_ID];
    await approve(connection, signer, source, delegate.publicKey, signer, amount, [], CONFIRM, program);
  }

  async withoutHook(request) {
    const { connection, mint, source, destination, signer } = await this.#parts(request);
    const [amount, program] = [request.shares, TOKEN_2022_PROGRAM_ID];
    await transferChecked(connection, signer, source, mint, destination, signer, amount, 0, [], CONFIRM, program);
  }

  async plain(request) {
    const { connection, source, destination, signer } = await this.#parts(request);
    await transfer(connection, signer, source, destination, signer, request.shares, [], CONFIRM, TOKEN_2022_PROGRAM_ID);
  }

  async close(request) {
    const { connection, source, signer } = await this.#parts(request);
    await closeAccount(connection, signer, source, signer.publicKey, signer, [], CONFIRM, TOKEN_2022_PROGRAM_ID);
  }

  async burn(request) {
    const { connection, mint, source, signer } = await this.#parts(request);
    await burn(connection, signer, source, mint, signer, request.shares, [], CONFIRM, TOKEN_2022_PROGRAM_ID);
  }

  async freeze(request) {
    const { connection, mint, source, signer } = await this.#parts(request);
    await freezeAccount(connection, signer, source, mint, signer, [], CONFIRM, TOKEN_2022_PROGRAM_ID);
  }

  /** The balances that `accountSubscribe` reports, as they come. */
  async watch(mint, { address }) {
    const program = mint === this.quoteMint ? TOKEN_PROGRAM_ID : TOKEN_2022_PROGRAM_ID;
    const account = await this.#account(mint, address, program);
    const inbox = new Inbox();
    const tell = info => inbox.put(unpackAccount(account, info, program).amount);
    const id = this.connection.onAccountChange(account, tell, { commitment: 'confirmed' });
    // web3.js subscribes in the background, and has no public way to tell when it is done.
    await new Promise(resolve => {
      this.connection._onSubscriptionStateChange(id, state => state === 'subscribed' && resolve());
    });
    inbox.stop = () => this.connection.removeAccountChangeListener(id);
    return inbox;
  }
}
