// The commands of docs/protocol/modes.md, as they stand there: one shell session, and each sample answer compared with what came.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { promisify } from 'node:util';
import { deployment } from '../support/deployment.mjs';
import { commandsOf } from '../support/documented.mjs';

const { origin, shell } = deployment();
const steps = commandsOf(await readFile(new URL('../../../docs/protocol/modes.md', import.meta.url), 'utf8'));
const MARK = '-- that was step';
let folder;
let printed;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'identitysource-modes-'));
  await writeFile(join(folder, 'run.sh'), `#!/bin/sh\nexec ${shell.program.map(word => `'${word}'`).join(' ')} "$@"\n`, { mode: 0o755 });
  const script = steps.map(({ commands }) => `${commands}\necho '${MARK}'\n`).join('');
  const environment = { ...process.env, ...shell.environment, ORIGIN: origin };
  // A step that fails ends the script; which one it was tells the test of the step that was not reached.
  const { stdout, stderr } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env: environment }).catch(error => error);
  console.error(stderr);
  printed = stdout.split(`${MARK}\n`);
});
after(() => rm(folder, { recursive: true, force: true }));

for (const [number, { title, sample }] of steps.entries()) {
  it(`${title}, step ${number + 1}${sample ? ': answers as shown' : ''}`, () => {
    assert.ok(number < printed.length - 1, 'was not reached, or failed');
    if (sample) {
      sample.compare(printed[number].trimEnd());
    }
  });
}
