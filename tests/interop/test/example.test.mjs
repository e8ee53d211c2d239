// The example of docs/connect.md, run as a newcomer runs it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { after, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deployment } from '../support/deployment.mjs';
import { Person } from '../support/person.mjs';

const { origin, applications, users } = deployment();
const { post: application } = applications;
const home = new URL(application.redirect_uris[1]).origin;

const program = spawn(process.execPath, [fileURLToPath(new URL('../examples/connect.mjs', import.meta.url))], {
  env: { ...process.env, ISSUER: application.issuer, CLIENT_ID: application.client_id, CLIENT_SECRET: application.client_secret, PORT: new URL(home).port },
  stdio: ['ignore', 'pipe', 'inherit'],
});
after(() => program.kill());

it('signs a person in', async () => {
  await once(program.stdout, 'data');
  const start = await fetch(home, { redirect: 'manual' });
  const arrival = await new Person(origin, users.ann).authorize(start.headers.get('location'));
  const greeting = await fetch(arrival.url);
  assert.equal(await greeting.text(), `Hello ${users.ann.name}`);
});

it('is the example that the documentation shows', async () => {
  const [page, example] = await Promise.all(['../../../docs/connect.md', '../examples/connect.mjs'].map(file => readFile(new URL(file, import.meta.url), 'utf8')));
  assert.ok(page.includes(`\`\`\`js\n${example}\`\`\``), 'docs/connect.md shows another text than examples/connect.mjs');
});
