// The tests' own browser does what a browser does, or the other tests would prove nothing.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, it } from 'node:test';
import { Arrival, Browser } from '../support/browser.mjs';

const seen = [];
const site = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
  }

  seen.push({ method: request.method, url: request.url, cookie: request.headers.cookie, body });
  const [status, headers, html = ''] = pages[new URL(request.url, 'http://site').pathname] ?? [404, {}];
  response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(html);
});
const pages = {
  '/set': [303, { location: '/form#top', 'set-cookie': ['a=1; Path=/; HttpOnly', 'b=2; Path=/inside', 'old=x; Path=/'] }],
  '/form': [200, { 'set-cookie': 'old=; Path=/; Max-Age=0' }, `<title>A form</title><form id=f method=post action="inside/post?x=1">
    <input type=hidden name=token value="a&amp;b"><input name=who><input type=checkbox name=no value=1><input type=checkbox name=yes value=1 checked></form>
    <button form=f name=do value=allow>Allow it</button><button type=button form=f>Nothing</button>`],
  '/inside/post': [200, {}, '<meta http-equiv="Refresh" content="0; url=https://app.example/cb?code=1&amp;state=2">'],
  '/away': [302, { location: 'https://app.example/cb#code=1' }],
  '/round': [302, { location: '/round' }],
};
let browser;

before(async () => {
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  browser = new Browser(`http://127.0.0.1:${site.address().port}`);
});
after(() => {
  site.close();
  site.closeAllConnections();
});

it('keeps cookies, sends a form whole, and goes where a page sends it', async () => {
  const page = await browser.open(`${browser.origin}/set`);
  assert.equal(page.title, 'A form');
  assert.equal(seen.at(-1).cookie, 'a=1; old=x');

  const [form] = page.forms;
  assert.deepEqual(form.buttons.map(each => each.text), ['Allow it']);
  const arrival = await browser.submit(form, { who: 'ann' }, form.buttons[0]);
  assert.deepEqual(seen.at(-1), { method: 'POST', url: '/inside/post?x=1', cookie: 'a=1; b=2', body: 'token=a%26b&who=ann&yes=1&do=allow' });
  assert.ok(arrival instanceof Arrival);
  assert.equal(arrival.url.href, 'https://app.example/cb?code=1&state=2');
  assert.equal(arrival.parameters.get('state'), '2');
});

it('reads an answer from the fragment, and never asks the application for it', async () => {
  const arrival = await browser.open(`${browser.origin}/away`);
  assert.equal(arrival.parameters.get('code'), '1');
});

it('gives up on a loop', async () => {
  await assert.rejects(browser.open(`${browser.origin}/round`), /More than 20 steps/);
});
