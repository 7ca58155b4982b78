/** Characters that do not show as themselves: controls, changes of direction, and what Unicode calls ignorable. */
const HIDDEN =
  /[\0-\x1f\x7f-\x9f\xad\u034f\u061c\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;

/**
 * A text that others chose, safe to show: characters that are not seen, or that change what is seen around them, become
 * `\u{…}`. Names, symbols and links of tokens are such texts.
 */
export function displayText(text: string): string {
  return text.replace(HIDDEN, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
}

/** Whether every character of a text shows as itself. */
export function isPlain(text: string): boolean {
  return text.search(HIDDEN) === -1;
}

/** A network's name as people read it, from the bytes in its account. */
export function displayNetworkName(name: ArrayLike<number>): string {
  const bytes = Uint8Array.from(name);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return displayText(new TextDecoder().decode(bytes.subarray(0, end)));
}
