// Starts a server, makes the applications and users, runs the tests (all, or those named), stops the server. Exits 1 when one failed.
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { Server } from './server.mjs';
import { ann, wanted } from './support/applications.mjs';
import { VARIABLE } from './support/deployment.mjs';
import { serveSpa } from './support/spa.mjs';

const tests = fileURLToPath(new URL('./test/', import.meta.url));
const files = process.argv.length > 2 ? process.argv.slice(2).map(file => resolve(file)) : readdirSync(tests).filter(file => file.endsWith('.test.mjs')).map(file => tests + file);

const server = await Server.start();
const stopped = signal => server.stop().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
process.once('SIGINT', stopped).once('SIGTERM', stopped);

try {
  const spa = await serveSpa();
  process.env[VARIABLE] = JSON.stringify({ origin: server.origin, spa: spa.origins, shell: server.shell, ...await populate(server, spa) });
  await test(files);
  spa.close();
} finally {
  await server.stop();
}

async function populate(at, spa) {
  await at.command('resource', 'create', 'report', '--action', 'read', '--action', 'update');
  const applications = Object.entries(await wanted(spa.origins)).map(async ([name, wish]) => [name, await create(at, name, wish)]);
  const user = at.command('user', 'add', '--username', ann.username, '--password', ann.password, '--email', ann.email, '--name', ann.name);
  return { applications: Object.fromEntries(await Promise.all(applications)), users: { ann: { ...ann, ...await user } } };
}

async function create(at, name, wish) {
  const created = await at.command('app', 'create', '--name', `Interop ${name}`, '--address', `interop-${name}`,
    '--auth-method', wish.method, '--type', wish.type ?? 'web', '--id-token-alg', wish.algorithm ?? 'RS256',
    ...(wish.grant_types ?? []).flatMap(type => ['--grant-type', type]),
    ...(wish.response_types ?? []).flatMap(type => ['--response-type', type]),
    ...wish.redirect_uris.flatMap(uri => ['--redirect-uri', uri]),
    ...wish.post_logout_redirect_uris.flatMap(uri => ['--post-logout-redirect-uri', uri]), ...wish.options ?? []);
  if (wish.oauth) {
    await at.command('app', 'oauth', 'enable', `interop-${name}`, ...wish.oauth.flatMap(mode => ['--grant-type', mode]));
  }

  return { ...wish, ...created, ...wish.may && await machine(at, name, wish.may), redirect_uri: wish.redirect_uri ?? wish.redirect_uris[0], post_logout_redirect_uri: wish.post_logout_redirect_uris[0] };
}

async function machine(at, name, [resource, action]) {
  const key = await at.command('app', 'access-key', 'create', `interop-${name}`);
  await at.command('rule', 'add', resource, '--action', action, '--access-key', key.access_key);
  return { access_key: key.access_key, secret_key: key.secret_key };
}

async function test(which) {
  const events = run({ files: which, concurrency: true });
  events.on('test:fail', () => {
    process.exitCode = 1;
  });
  const shown = events.compose(new spec());
  shown.pipe(process.stdout);
  await new Promise(done => shown.once('end', done));
}
