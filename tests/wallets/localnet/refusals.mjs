// Every refusal that a wallet's user can meet: how the command line brings it about, what the wallet then tries, and
// what to tell the user. The order is that of the run: later states build on earlier ones.

/** A share transfer by its owner, unless a row says otherwise. */
const send = (from, to, more = {}) => ({ operation: 'transfer', from, to, shares: 1n, ...more });

/** `cli` is the command line, `warp` moves the clock, `mint` is Olivia's share mint, `arg` a person's key file. */
export const REFUSALS = [
  {
    code: 6066,
    name: 'TransfersClosed',
    tell: 'The owner has closed transfers. Shares can go back to the owner, or be sold in the market.',
    attempt: send('olivia', 'ada'),
  },
  {
    code: 6065,
    name: 'NotApproved',
    tell: 'The owner has to approve this receipt first.',
    prepare: ({ cli, mint }) => cli('olivia', 'token', 'policy', mint, 'approval'),
    attempt: send('olivia', 'ada'),
  },
  {
    code: 6063,
    name: 'NotAdmitted',
    tell: 'The owner has not admitted the recipient.',
    prepare: ({ cli, mint }) => cli('olivia', 'token', 'policy', mint, 'village'),
    attempt: send('olivia', 'ada'),
  },
  {
    code: 6064,
    name: 'CapExceeded',
    tell: 'The recipient would hold more than the owner allows. Send less.',
    prepare: ({ cli, mint, arg }) => cli('olivia', 'position', 'admit', mint, arg('ada'), '--cap', '1%'),
    attempt: send('olivia', 'ada', { shares: 100_001n }),
  },
  {
    code: 6060,
    name: 'SharesLocked',
    tell: 'Received shares are locked for a time; fewer may be free.',
    async prepare({ cli, mint, wallet, people }) {
      await cli('olivia', 'token', 'policy', mint, 'open');
      await wallet.transfer({ mint, from: people('olivia'), to: people('karl'), shares: 1_000n });
    },
    attempt: send('karl', 'ben'),
  },
  {
    code: 6103,
    name: 'SharesListed',
    tell: 'The shares are listed for sale. Cancel the listing first.',
    async prepare({ cli, mint, wallet, people, keep }) {
      // No lock from here on, so that nothing but the refusal in question stands in the way.
      await cli('olivia', 'token', 'hold', mint, '0s');
      for (const name of ['ada', 'ben', 'carl', 'dora', 'gina', 'hugo']) {
        await wallet.transfer({ mint, from: people('olivia'), to: people(name), shares: 1_000n });
      }
      keep.listing = (await cli('ada', 'market', 'list', mint, 'ALL', '--price', '5')).listing;
    },
    attempt: send('ada', 'ben'),
    undo: ({ cli, keep }) => cli('ada', 'market', 'cancel', keep.listing),
  },
  {
    code: 6045,
    name: 'TokenPaused',
    tell: 'The owner has paused transfers, for at most 14 days. Claims go on.',
    prepare: ({ cli, mint }) => cli('olivia', 'token', 'pause', mint, '1d'),
    attempt: send('ada', 'ben'),
    undo: ({ cli, mint }) => cli('olivia', 'token', 'resume', mint),
  },
  {
    code: 6010,
    name: 'NetworkHalted',
    tell: 'Transfers of the whole network are stopped for now. Claims go on.',
    prepare: ({ cli }) => cli('nora', 'network', 'halt'),
    attempt: send('ada', 'ben'),
    undo: ({ cli }) => cli('nora', 'network', 'resume'),
  },
  {
    code: 6116,
    name: 'MemberHeld',
    tell: "A steward holds the sender's shares, or a recovery of the sender's wallet is pending.",
    prepare: ({ cli, arg }) => cli('nora', 'member', 'hold', arg('ada'), '1d'),
    attempt: send('ada', 'ben'),
    undo: ({ cli, arg }) => cli('nora', 'member', 'release', arg('ada')),
  },
  {
    code: 6067,
    name: 'GainsMustBeRouted',
    tell: 'The sender has a token of their own. Sell the shares in the market, or send them back to their owner.',
    attempt: send('gina', 'ben'),
  },
  {
    code: 6026,
    name: 'MemberNotActive',
    tell: 'The recipient is suspended or excluded, or has left.',
    prepare: ({ cli, arg }) => cli('nora', 'member', 'suspend', arg('carl'), '--reason', 'text:a reason'),
    attempt: send('ada', 'carl'),
  },
  {
    code: 6062,
    name: 'SenderNotInGoodStanding',
    tell:
      'The sender is suspended or excluded, has left or has too low a reputation. ' +
      'The shares can go back to the owner, or be sold in the market.',
    attempt: send('carl', 'ben'),
  },
  {
    code: 6061,
    name: 'NotInGoodStanding',
    tell: "The recipient's reputation is below the network's minimum. One point comes back a day.",
    async prepare({ cli, arg, warp }) {
      const what = ['--category', 'harassment', '--severity', 'severe', '--evidence', 'text:letters'];
      const { complaint } = await cli('olivia', 'complaint', 'file', arg('dora'), ...what);
      await warp('7d');
      await cli('judith', 'complaint', 'resolve', complaint, '--decision', 'upheld', '--reason', 'text:it is so');
    },
    attempt: send('ada', 'dora'),
  },
  {
    code: 6059,
    name: 'WalletReplaced',
    tell: "One side's wallet was replaced by a recovery. Use the member's present wallet.",
    async prepare({ cli, arg, warp }) {
      // A steward proposes recoveries 14 days after the appointment at the earliest; the old wallet has 14 to veto.
      await warp('14d');
      const signers = ['--new-wallet', arg('new-hugo'), '--second-steward', arg('tess')];
      await cli('sam', 'recovery', 'propose', arg('hugo'), ...signers);
      await warp('14d');
      await cli('new-hugo', 'recovery', 'execute', arg('hugo'));
    },
    attempt: send('ada', 'hugo'),
  },
  {
    title: 'The recipient has a share account, but no position',
    tell:
      'The recipient has to open a position first. Only they can, as ' +
      '[wallets.md](wallets.md#when-the-receiver-has-no-position) says.',
    prepare: ({ wallet, mint, people }) => wallet.openShareAccount(mint, people('erik')),
    attempt: send('ada', 'erik'),
  },
  {
    title: 'The recipient has no share account',
    tell: 'The same: the recipient has to open a position first.',
    attempt: send('ada', 'fay'),
  },
  {
    title: 'More shares than the sender has',
    tell: 'The sender has fewer shares.',
    attempt: send('ada', 'ben', { shares: 20_000_000n }),
  },
  {
    title: "Decimals that are not the mint's",
    tell: 'A mistake of the wallet: shares have no decimals.',
    attempt: send('ada', 'ben', { decimals: 6 }),
    // It reads the decimals from the mint, and cannot be told others.
    notBy: 'spl-token',
  },
  {
    title: "Somebody else's shares",
    tell: 'A mistake of the wallet: the signer is neither the owner nor a delegate.',
    attempt: send('ada', 'ben', { signer: 'max' }),
  },
  {
    title: "`TransferChecked` without the hook's accounts",
    tell: 'This wallet cannot send shares: it does not resolve transfer hooks. Another wallet can.',
    attempt: { ...send('ada', 'ben'), operation: 'withoutHook' },
  },
  {
    title: 'The old `Transfer`',
    tell: 'This wallet cannot send shares: it uses an instruction that Token-2022 refuses for mints with a hook.',
    attempt: { ...send('ada', 'ben'), operation: 'plain' },
  },
  {
    title: 'Closing a share account with shares in it',
    tell: 'A share account stays: do not offer "close and reclaim rent".',
    attempt: { operation: 'close', from: 'ada' },
  },
  {
    title: 'Closing an empty share account',
    tell: 'The same: its position keeps it open.',
    // A recovery has moved what was in it.
    attempt: { operation: 'close', from: 'hugo' },
  },
  {
    title: 'Burning shares',
    tell: 'Holders cannot burn shares. They can send them back to the owner.',
    attempt: { operation: 'burn', from: 'ada', shares: 1n },
  },
  {
    title: 'Freezing a share account',
    tell: 'Nobody can freeze shares.',
    attempt: { operation: 'freeze', from: 'ada', signer: 'olivia' },
  },
];
