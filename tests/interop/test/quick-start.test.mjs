// The quick start of the console: what it shows for an application is taken from the page as it stands there, and run.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '../server.mjs';
import { Console } from '../support/console.mjs';
import { deployment } from '../support/deployment.mjs';
import { textById } from '../support/html.mjs';
import { Person } from '../support/person.mjs';

// An administrator may type this; a shell or a program that reads more than a text in it makes a file.
const NAME = "Corner \"shop\" $(touch seized) `touch seized` ${HOME} '; touch seized; ' */ touch seized";
const PATH = "it's/$(touch$IFS'seized')/;touch$IFS'seized';/callback";

const { origin, shell, users } = deployment();
let administrator;
let folder;

before(async () => {
  administrator = await Console.setUp(origin, shell);
  folder = await mkdtemp(join(tmpdir(), 'identitysource-quick-start-'));
});
after(() => rm(folder, { recursive: true, force: true }));

/** The snippet of a new application, with its secret. */
async function snippetOf(name, { callback, method }) {
  const created = await administrator.createApplication({ name: NAME, address: `quick-${name}-${method.replaceAll('_', '-')}`, redirect_uris: callback });
  const start = new URL(created.url);
  assert.match(start.pathname, /\/quick-start$/);
  const configuration = await administrator.open(start.href.replace(/\/quick-start.*$/, ''));
  const security = configuration.forms.find(form => new URL(form.action).searchParams.get('handler') === 'Security');
  await administrator.browser.submit(security, { token_authentication: method, introspection_authentication: method, revocation_authentication: method });
  const page = await administrator.open(`${start.origin}${start.pathname}?client=${name}`);
  const shown = method === 'none' ? page : await administrator.press(page, 'Reveal');
  const text = textById(shown.html, 'snippet');
  assert.ok(text, `no snippet on the page: ${shown.text.slice(0, 600)}`);
  return { text, page: page.url };
}

async function seen(page) {
  for (let tries = 0; tries < 50; tries++) {
    const { text } = await administrator.open(page);
    if (text.includes('Seen ✓')) {
      return true;
    }

    await new Promise(resolve => setTimeout(resolve, 100));
  }

  return false;
}

const line = async stream => {
  let text = '';
  while (!text.includes('\n')) {
    text += (await once(stream, 'data'))[0];
  }

  return text.trim();
};

for (const method of ['client_secret_post', 'client_secret_basic', 'none']) {
  describe(`The quick start of an application with ${method}`, () => {
    it('signs in by curl, as rendered', async () => {
      const { text, page } = await snippetOf('curl', { callback: `https://shop.example/${PATH}?a=1&b='`, method });
      await writeFile(join(folder, 'sign-in.sh'), text);
      const bash = spawn('bash', ['sign-in.sh'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
      bash.stdout.setEncoding('utf8');
      const arrival = await new Person(origin, users.ann).authorize(await line(bash.stdout));

      let printed = '';
      bash.stdout.on('data', part => { printed += part; });
      bash.stdin.end(`${arrival.url.href}\n`);
      const [status] = await once(bash, 'close');

      assert.equal(status, 0, printed);
      const [tokens, person] = printed.trim().split('\n').map(each => JSON.parse(each));
      assert.ok(tokens.id_token);
      assert.equal(person.email, users.ann.email);
      assert.ok(await seen(page), 'the page does not say that a sign-in was seen');
    });

    it('signs in by Node, as rendered', async () => {
      const home = `http://localhost:${await freePort()}`;
      const { text } = await snippetOf('node', { callback: `${home}/${PATH}`, method });
      // Beside the packages that a newcomer has just installed.
      const project = await mkdtemp(fileURLToPath(new URL('../node_modules/.quick-start-', import.meta.url)));
      await writeFile(join(project, 'server.mjs'), text);
      const program = spawn(process.execPath, ['server.mjs'], { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] });
      try {
        await once(program.stdout, 'data');
        const start = await fetch(home, { redirect: 'manual' });
        const cookie = start.headers.getSetCookie()[0].split(';')[0];
        const arrival = await new Person(origin, users.ann).authorize(start.headers.get('location'));

        assert.equal((await fetch(arrival.url)).status, 400, 'a sign-in of another browser is taken');
        const answer = await fetch(arrival.url, { headers: { cookie } });
        assert.equal((await answer.json()).email, users.ann.email);
        assert.deepEqual((await readdir(project)).sort(), ['server.mjs']);
      } finally {
        program.kill();
        await rm(project, { recursive: true, force: true });
      }
    });
  });
}

it('runs nothing that stands in a name or a callback', async () => {
  assert.deepEqual(await readdir(folder), ['sign-in.sh']);
});
