// What a user sees: an error as the client throws or prints it, with what differs from run to run taken out.

import { PATIENCE } from './node.mjs';

/** A refusal: what the client says, and what the programs logged. Nothing if the work succeeded. */
export async function seen(work) {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof Printed) {
      return { message: error.message, logs: error.logs };
    }
    const logs = error.context?.logs ?? error.transactionError?.logs ?? [];
    const parts = [];
    for (let part = error; part; part = part.cause) {
      // Some libraries name the class in `name`, others only in the constructor.
      const name = part.name === 'Error' ? part.constructor.name : part.name;
      parts.push(part.message ? `${name}: ${part.message}` : `${name} (its message is empty)`);
    }
    return { message: parts.join('\n  caused by '), logs };
  }
}

/** What a client that is a process printed before it failed. */
export class Printed extends Error {
  constructor(message, logs = []) {
    super(message);
    this.logs = logs;
  }
}

/** Balances that a subscription reports, kept until somebody asks. */
export class Inbox {
  #letters = [];
  #readers = [];

  put(letter) {
    const reader = this.#readers.shift();
    reader ? reader(letter) : this.#letters.push(letter);
  }

  /** The next report for which `fits`. */
  async next(fits) {
    for (;;) {
      const letter = this.#letters.length ? this.#letters.shift() : await this.#wait();
      if (fits(letter)) {
        return letter;
      }
    }
  }

  #wait() {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('the subscription reported nothing')), PATIENCE);
      this.#readers.push(letter => {
        clearTimeout(late);
        resolve(letter);
      });
    });
  }
}

/** Puts names in the place of addresses, and dots in the place of numbers that no two runs share. */
export function normalised(text, names) {
  for (const [address, name] of names) {
    text = text.replaceAll(address, `<${name}>`);
  }
  return text
    .replace(/\b[1-9A-HJ-NP-Za-km-z]{86,88}\b/g, '<signature>')
    // The localnet repeats the logs in its message, which a validator does not.
    .replace(/: \d+ log messages:\n[\s\S]*?(?=\. \nLogs: |; \d+ log messages:|$)/, '')
    .replace(/: \d+ log messages:\\n.*?", data: (\w+)\(.*/, '", data: $1(…) …')
    .replace(/Logs: \n\[[\s\S]*?\n\]\. \n/, 'Logs: […]. \n')
    .replace(/consumed \d+ of \d+ compute units/g, 'consumed … of … compute units')
    .replace(/; \d+ log messages:[\s\S]*/, '; … log messages: […]')
    .replace(/[ \t]+$/gm, '')
    .trim();
}
