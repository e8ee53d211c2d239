// Requests and answers that are posted between two sites: which cookies travel and what a policy allows, only a real browser tells.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { allowIfAsked, browse, enterPassword, launch } from '../support/chromium.mjs';
import { deployment } from '../support/deployment.mjs';
import { RelyingParty } from '../support/relyingParty.mjs';

const { spa, applications, users } = deployment();
const application = { ...applications.none, redirect_uri: `${spa.other}/posted` };

let chrome;
let context;
let page;
let complaints;
let shop;

before(async () => {
  [chrome, shop] = await Promise.all([launch(), RelyingParty.connect(application)]);
});
after(() => chrome?.close());
beforeEach(async () => {
  ({ context, page, complaints } = await browse(chrome));
});
afterEach(() => context.close());

describe('Chromium between an application and the server', () => {
  it('posts the answer to the application by itself, also right after a consent', async () => {
    const { url, checks } = await shop.request({ response_mode: 'form_post' });
    const posted = page.waitForRequest(request => request.url() === application.redirect_uri);
    await page.goto(url.href);
    await enterPassword(page, users.ann);
    await allowIfAsked(page, spa.other);

    const tokens = await redeem(await posted, checks);
    assert.equal(tokens.claims().sub, users.ann.id);
    assert.deepEqual(complaints, []);
  });

  it('posts a request to the server, and is known there although its cookies stayed behind', async () => {
    const first = await shop.request({ response_mode: 'form_post' });
    await page.goto(first.url.href);
    await enterPassword(page, users.ann);
    await allowIfAsked(page, spa.other);
    await page.waitForURL(application.redirect_uri);

    const { url, checks } = await shop.request({ response_mode: 'form_post' });
    const posted = page.waitForRequest(request => request.url() === application.redirect_uri);
    await page.evaluate(([action, fields]) => {
      const form = Object.assign(document.createElement('form'), { method: 'post', action });
      form.append(...fields.map(([name, value]) => Object.assign(document.createElement('input'), { type: 'hidden', name, value })));
      document.body.append(form);
      form.submit();
    }, [url.origin + url.pathname, [...url.searchParams]]);

    const tokens = await redeem(await posted, checks);
    assert.equal(tokens.claims().sub, users.ann.id);
    assert.deepEqual(complaints, []);
  });
});

function redeem(request, checks) {
  assert.equal(request.method(), 'POST');
  return shop.redeem({ form: true, toRequest: () => new Request(request.url(), { method: 'POST', body: new URLSearchParams(request.postData()) }) }, checks);
}
