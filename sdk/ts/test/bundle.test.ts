// A bundler keeps what is called and nothing else of this package.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { build } from 'esbuild';

const PACKAGE = new URL('../../', import.meta.url).pathname;

/** What a page that uses these functions would load of this package, Kit aside. */
async function bundle(...names: string[]) {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `import { ${names.join(', ')} } from '@personal-token/client'; globalThis.used = [${names.join(', ')}];`,
      resolveDir: PACKAGE,
    },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    external: ['@solana/kit', '@solana/kit/program-client-core'],
  });
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output!.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const files = inputs.map(([file]) => file.replace(/^.*dist\//, '')).filter((file) => file !== '<stdin>');
  const imports = [...new Set(output!.imports.map(({ path }) => path))].sort();
  return { imports, code: outputFiles[0]!.text, bytes: outputFiles[0]!.contents.length, files: files.sort() };
}

test('one preview is one preview', async () => {
  const { bytes, files } = await bundle('claimable');
  assert.deepEqual(files, ['checked.js', 'generated/programs/address.js', 'money.js', 'preview/position.js']);
  assert.ok(bytes < 600, `${bytes} bytes`);
});

test('a claim takes neither sales nor the tables of errors along', async () => {
  const { bytes, files, code } = await bundle('planClaim');
  for (const absent of [
    'preview/sale.js',
    'generated/explanations.js',
    'generated/events.js',
    'genuine.js',
    'capTable.js',
  ]) {
    assert.ok(!files.includes(absent), absent);
  }
  const instructions = files.filter((file) => file.startsWith('generated/instructions/'));
  assert.deepEqual(instructions, ['generated/instructions/proceedsClaim.js']);
  assert.ok(!code.includes('SharesLocked'));
  assert.ok(bytes < 9_500, `${bytes} bytes`);
});

test('a browser lacks nothing that the package asks for', () => {
  const files = readdirSync(`${PACKAGE}dist`, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.js'),
  );
  assert.ok(files.length > 100);
  for (const file of files) {
    const code = readFileSync(`${PACKAGE}dist/${file}`, 'utf8');
    assert.doesNotMatch(code, /\b(process\.|process\[|Buffer\b|require\(|node:)/, file);
  }
});

test('nothing is needed but Kit', async () => {
  const manifest = JSON.parse(readFileSync(`${PACKAGE}package.json`, 'utf8'));
  assert.equal(manifest.dependencies, undefined);
  assert.deepEqual(Object.keys(manifest.peerDependencies), ['@solana/kit']);
  assert.equal(manifest.sideEffects, false);
  const { imports } = await bundle(
    'planClaim',
    'explain',
    'fetchPortfolio',
    'previewSale',
    'eventsFromTransaction',
    'examineMint',
  );
  assert.deepEqual(imports, ['@solana/kit', '@solana/kit/program-client-core']);
});
