// Takes the examples out of README.md, so that they are compiled and run as they stand there.
import { mkdir, readFile, writeFile } from 'node:fs/promises';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const folder = new URL('../readme/', import.meta.url);
await mkdir(folder, { recursive: true });
// An example is the block of TypeScript under a heading of the third level, which names its file.
for (const [, heading, code] of readme.matchAll(/^### (.+)\n(?:(?!^#).*\n)*?```ts\n([\s\S]*?)```/gm)) {
  const name = heading.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  await writeFile(new URL(`${name}.ts`, folder), code);
}
