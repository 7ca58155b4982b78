// The `spl-token` command line, where SPL_TOKEN names its binary. It is a long build, so it is not part of every run.

import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { getAssociatedTokenAddressSync, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from '@solana/spl-token';
import { PublicKey } from '@solana/web3.js';
import { PATIENCE } from './node.mjs';
import { Printed } from './seen.mjs';

const run = promisify(execFile);
const binary = process.env.SPL_TOKEN;

export class SplTokenWallet {
  key = 'spl-token';

  static isThere() {
    return Boolean(binary);
  }

  constructor({ rpc, quoteMint }) {
    Object.assign(this, { rpc, quoteMint });
    this.name = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
  }

  async #spl(signer, ...args) {
    const common = ['--url', this.rpc, '--output', 'json-compact'];
    const key = signer ? ['--owner', signer.file, '--fee-payer', signer.file] : [];
    try {
      return (await run(binary, [...args, ...common, ...key], { timeout: PATIENCE })).stdout;
    } catch (error) {
      throw new Printed(error.stderr.trim());
    }
  }

  #account(mint, owner, program = TOKEN_2022_PROGRAM_ID) {
    return getAssociatedTokenAddressSync(new PublicKey(mint), new PublicKey(owner), false, program).toBase58();
  }

  async #balance(account) {
    return BigInt(JSON.parse(await this.#spl(null, 'balance', '--address', account)).amount);
  }

  shares = (mint, { address }) => this.#balance(this.#account(mint, address));
  money = ({ address }) => this.#balance(this.#account(this.quoteMint, address, TOKEN_PROGRAM_ID));

  async transfer({ mint, from, to, signer = from, shares }) {
    const source = ['--from', this.#account(mint, from.address)];
    await this.#spl(signer, 'transfer', mint, `${shares}`, to.address, ...source, '--program-2022');
  }

  async close({ mint, from }) {
    await this.#spl(from, 'close', '--address', this.#account(mint, from.address), '--program-2022');
  }

  async burn({ mint, from, shares }) {
    await this.#spl(from, 'burn', this.#account(mint, from.address), `${shares}`, '--program-2022');
  }

  async freeze({ mint, from, signer }) {
    const account = this.#account(mint, from.address);
    const authority = ['--freeze-authority', signer.file, '--fee-payer', signer.file];
    await this.#spl(null, 'freeze', account, ...authority, '--program-2022');
  }
}
