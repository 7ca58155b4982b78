// What an earlier build left behind must not pass a later test.
import { rm } from 'node:fs/promises';

for (const folder of ['../dist', '../build', '../readme']) {
  await rm(new URL(folder, import.meta.url), { recursive: true, force: true });
}
