// The whole code of a claim button: it shows what can be claimed, has the wallet sign, sends, and says why if it is
// refused. No framework; it needs a button, a line of text, and a wallet of the Wallet Standard:
//
//   const { signTransaction } = wallet.features['solana:signTransaction'];
//   mountClaimButton({ button, status, rpcUrl, mint, account: wallet.accounts[0], signTransaction }).refresh();
import {
  address,
  appendTransactionMessageInstructions,
  compileTransaction,
  createNoopSigner,
  createSolanaRpc,
  createTransactionMessage,
  getBase64Decoder,
  getBase64EncodedWireTransaction,
  getSignatureFromTransaction,
  getTransactionDecoder,
  getTransactionEncoder,
  pipe,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingBlockhash,
  type Base64EncodedWireTransaction,
  type Signature,
  type Transaction,
} from '@solana/kit';
import { explain, Malformed, planClaim, type ClaimPlan } from '@personal-token/client';

/** What of a button and of a line of text is needed; elements of a page have it. */
export interface ButtonLike {
  disabled: boolean;
  textContent: string | null;
  addEventListener(event: 'click', listener: () => void): void;
}
export interface StatusLike {
  textContent: string | null;
}

/** `solana:signTransaction` of the Wallet Standard. */
export type SignTransaction<Account> = (input: {
  readonly account: Account;
  readonly transaction: Uint8Array;
}) => Promise<readonly { readonly signedTransaction: Uint8Array }[]>;

export interface ClaimButton<Account> {
  readonly button: ButtonLike;
  readonly status: StatusLike;
  readonly rpcUrl: string;
  readonly mint: string;
  /** The account that the user has connected. */
  readonly account: Account;
  readonly signTransaction: SignTransaction<Account>;
  /** Decimals of the money; 6 for USDC. */
  readonly decimals?: number;
}

/** How often, and at which distance in milliseconds, the cluster is asked whether it was done. */
const [ATTEMPTS, PAUSE] = [150, 400];

/** Makes the button work. Gives what shows the amount anew, and what a click does. */
export function mountClaimButton<Account extends { readonly address: string }>(config: ClaimButton<Account>) {
  const { button, status, account, signTransaction, decimals = 6 } = config;
  const rpc = createSolanaRpc(config.rpcUrl);
  const wallet = address(account.address);
  const input = {
    mint: address(config.mint),
    wallet,
    payer: createNoopSigner(wallet),
    holder: createNoopSigner(wallet),
  };
  /** Rounded down, so that nobody is promised a cent that does not come. */
  const money = (units: bigint) => {
    const cents = (units * 100n) / 10n ** BigInt(decimals);
    return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
  };

  async function refresh(): Promise<void> {
    try {
      const { claimable } = await planClaim(rpc, input);
      button.disabled = claimable === 0n;
      button.textContent = claimable === 0n ? 'Nothing to claim' : `Claim ${money(claimable)} USDC`;
    } catch (error) {
      button.disabled = true;
      button.textContent = error instanceof Malformed ? 'No shares of this token' : 'Cannot be read now';
      status.textContent = reason(error);
    }
  }

  async function build(plan: ClaimPlan): Promise<Transaction> {
    const { value: blockhash } = await rpc.getLatestBlockhash().send();
    const message = pipe(
      createTransactionMessage({ version: 0 }),
      (message) => setTransactionMessageFeePayer(wallet, message),
      (message) => setTransactionMessageLifetimeUsingBlockhash(blockhash, message),
      (message) => appendTransactionMessageInstructions(plan.instructions, message),
    );
    return compileTransaction(message);
  }

  /** Tries it first, so that nobody signs what would be refused. */
  async function simulate(transaction: Transaction): Promise<void> {
    const wire = getBase64Decoder().decode(getTransactionEncoder().encode(transaction)) as Base64EncodedWireTransaction;
    const { value } = await rpc
      .simulateTransaction(wire, { encoding: 'base64', sigVerify: false, replaceRecentBlockhash: true })
      .send();
    const { err, logs } = value;
    if (err !== null) throw Object.assign(new Error('The claim would be refused.'), { err, logs });
  }

  async function claim(): Promise<void> {
    button.disabled = true;
    try {
      const plan = await planClaim(rpc, input);
      const transaction = await build(plan);
      await simulate(transaction);
      status.textContent = 'Sign in your wallet …';
      const unsigned = Uint8Array.from(getTransactionEncoder().encode(transaction));
      const [answer] = await signTransaction({ account, transaction: unsigned });
      if (answer === undefined) throw new Error('The wallet has signed nothing.');
      const signed = getTransactionDecoder().decode(answer.signedTransaction);
      status.textContent = 'Sent, waiting …';
      await rpc.sendTransaction(getBase64EncodedWireTransaction(signed), { encoding: 'base64' }).send();
      await confirm(getSignatureFromTransaction(signed));
      status.textContent = `${money(plan.claimable)} USDC have arrived.`;
    } catch (error) {
      status.textContent = reason(error);
    }
    await refresh();
  }

  async function confirm(signature: Signature): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { value } = await rpc.getSignatureStatuses([signature]).send();
      const found = value[0];
      if (found?.err) throw Object.assign(new Error('The claim was refused.'), { err: found.err });
      if (found?.confirmationStatus === 'confirmed' || found?.confirmationStatus === 'finalized') return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    throw new Error('The claim has not arrived. If it still does, the money is there; otherwise claim again.');
  }

  button.addEventListener('click', () => void claim());
  return { refresh, claim };
}

function reason(error: unknown): string {
  const why = explain(error);
  if (why !== null) return `${why.message} ${why.remedy}`;
  return error instanceof Error ? error.message : String(error);
}
