// docs/wallet-compatibility.md: written with UPDATE=1, otherwise compared.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const PAGE = new URL('../../../docs/wallet-compatibility.md', import.meta.url);

const HEAD = `# Wallet compatibility

Written by \`npm --prefix tests/wallets run localnet\` with \`UPDATE=1\`; without it the run compares. Each client below
was run against a localnet, with nothing of this project in it: it found accounts, built, sent and confirmed by itself.
How a transfer is built is in [wallets.md](wallets.md).
`;

const REFUSED = `
## What users see when it is refused

Every client that can try was refused in each of these cases, and no balance changed. A code from 6000 on is this
program's. The error itself is the number alone, and that of an instruction of Token-2022: a wallet that looks the number
up among Token-2022's errors finds nothing. The logs have what it means, in words, from the program that failed first.
[errors.md](errors.md) has all codes of this program.
`;

const MESSAGES = `
## The exact messages

As thrown or printed, with \`caused by\` where an error has a cause. Names stand for addresses, dots for what differs
from run to run. \`log\` is what the programs logged of it, and the first program that failed. Kit counts
instructions from 1, the others from 0.
`;

const COMMAND_LINE = '\n## The `spl-token` command line\n';

const ABOUT = `
Tried where \`SPL_TOKEN\` names its binary; a run without it leaves this section alone, as the build takes long. Install
it with \`cargo install spl-token-cli --version 5.6.1 --locked\`; 5.7.1 stands on Agave 4.3, which needs Rust 1.97.1.

\`spl-token transfer MINT SHARES WALLET\` resolves the hook by itself. A recipient without a position is
\`AccountNotFound\`. If the share account is missing too, it suggests \`--fund-recipient\`, which ends in the same error.
`;

const title = row => row.title ?? `${row.code} \`${row.name}\``;

/** What a client said, under its number; further lines are set in. */
const quoted = (number, text) => `${number}  ${text.replaceAll('\n', '\n   ')}\n`;

/** @param clients those of every run; @param works rows of what was done; @param refusals rows with what each said */
export function page({ clients, works, refusals }) {
  const parts = [HEAD, '\n## What works\n'];
  const numbered = clients.map((client, index) => [`${index + 1}`, client]);
  parts.push('\n| | client |\n|---|---|\n', ...numbered.map(([number, { name }]) => `| ${number} | ${name} |\n`));
  parts.push(`\n| what was done | ${numbered.map(([number]) => number).join(' | ')} |\n`);
  parts.push(`|---|${clients.map(() => '---|').join('')}\n`);
  for (const { what, by } of works) {
    parts.push(`| ${what} | ${clients.map(({ key }) => (by.has(key) ? 'yes' : '–')).join(' | ')} |\n`);
  }
  parts.push(REFUSED, '\n| refusal | what to tell the user |\n|---|---|\n');
  parts.push(...refusals.map(row => `| ${title(row)} | ${row.tell} |\n`), MESSAGES);
  for (const row of refusals) {
    const said = numbered.filter(([, { key }]) => row.said.has(key));
    parts.push(`\n### ${title(row)}\n\n\`\`\`text\n`);
    parts.push(...said.map(([number, { key }]) => quoted(number, row.said.get(key))));
    parts.push(...(row.logs ?? []).map(line => quoted('log', line)), '```\n');
  }
  return parts.join('');
}

/** The section of the client that is not part of every run. */
export function commandLine({ key, name }, { works, refusals }) {
  const parts = [COMMAND_LINE, ABOUT, `\n${name}:\n\n`];
  parts.push(...works.filter(({ by }) => by.has(key)).map(({ what }) => `- ${what}\n`));
  parts.push('\nRefusals, as it prints them:\n\n```text\n');
  for (const row of refusals.filter(row => row.said.has(key))) {
    parts.push(`${title(row).replaceAll('`', '')}\n   ${row.said.get(key).replaceAll('\n', '\n   ')}\n`);
  }
  return [...parts, '```\n'].join('');
}

/** Writes or compares the page; a section that was not run stays what it was. */
export function settle(text, section) {
  const found = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
  const kept = found.includes(COMMAND_LINE) ? found.slice(found.indexOf(COMMAND_LINE)) : '';
  const whole = text + (section ?? kept);
  if (process.env.UPDATE) {
    writeFileSync(PAGE, whole);
  } else {
    assert.equal(whole, found, 'docs/wallet-compatibility.md is out of date: run this with UPDATE=1');
  }
}
