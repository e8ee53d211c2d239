// oidc-client-ts in a real browser: another origin than the server's, so CORS, cookies and policies are the browser's own.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { allow, allowIfAsked, browse, deny, enterPassword, launch } from '../support/chromium.mjs';
import { deployment } from '../support/deployment.mjs';

const { spa, applications, users } = deployment();
const application = applications.none;

let chrome;
let context;
let page;
let complaints;

before(async () => {
  chrome = await launch();
});
after(() => chrome?.close());
beforeEach(async () => {
  ({ context, page, complaints } = await browse(chrome));
});
afterEach(() => context.close());

for (const address of ['issuer', 'shared_issuer']) {
  describe(`oidc-client-ts in Chromium at the ${address === 'issuer' ? "application's own" : 'shared'} issuer`, () => {
    it('signs in by redirect, reads the claims across origins, renews by refresh token and signs out', async () => {
      await open(spa.other, address, { scope: 'openid profile email offline_access' });
      await leave(() => app('signIn', { prompt: 'consent', state: { cart: 7 } }));
      await enterPassword(page, users.ann);
      await allow(page);
      const { result } = await callback(spa.other);

      assert.equal(result.profile.sub, users.ann.id);
      assert.equal(result.profile.email, users.ann.email);
      assert.deepEqual(result.state, { cart: 7 });
      assert.ok(result.refresh_token);

      const renewed = await app('renew');
      assert.notEqual(renewed.access_token, result.access_token);
      assert.equal(renewed.profile.sub, users.ann.id);

      await leave(() => app('signOut', { state: 'bye' }));
      assert.deepEqual((await callback(spa.other)).result.state, 'bye');
      assert.equal(await app('user'), null);

      await leave(() => app('signIn', { prompt: 'none' }));
      assert.deepEqual(await callback(spa.other), { error: 'login_required' });
      assert.deepEqual(complaints, []);
    });

    it('renews in a hidden frame, without a refresh token', async () => {
      await open(spa.same, address, { scope: 'openid profile' });
      const { result } = await signIn(spa.same);
      assert.equal(result.refresh_token, undefined);

      const renewed = await app('renew');
      assert.notEqual(renewed.access_token, result.access_token);
      assert.equal(renewed.profile.sub, users.ann.id);

      await leave(() => app('signOut'));
      await callback(spa.same);
      assert.deepEqual(await app('renew'), { error: 'login_required' });
      assert.deepEqual(complaints, []);
    });
  });
}

describe('oidc-client-ts in Chromium, the other ways', () => {
  it('signs in by popup', async () => {
    await open(spa.other, 'issuer', { scope: 'openid profile', popup_redirect_uri: `${spa.other}/` });
    const opened = context.waitForEvent('page');
    const user = app('popup', { display: 'popup' });
    const popup = await opened;
    await enterPassword(popup, users.ann);
    await allowIfAsked(popup, spa.other);

    assert.equal((await user).profile.sub, users.ann.id);
    assert.deepEqual(complaints, []);
  });

  it('takes the answer from the fragment', async () => {
    await open(spa.other, 'issuer', { scope: 'openid', response_mode: 'fragment' });
    assert.equal((await signIn(spa.other)).result.profile.sub, users.ann.id);
    assert.deepEqual(complaints, []);
  });

  it('learns that the person said no', async () => {
    await open(spa.other, 'issuer', { scope: 'openid' });
    await leave(() => app('signIn', { prompt: 'consent' }));
    await enterPassword(page, users.ann);
    await deny(page);
    assert.deepEqual(await callback(spa.other), { error: 'access_denied' });
    assert.deepEqual(complaints, []);
  });

  it('revokes its tokens across origins', async () => {
    await open(spa.other, 'issuer', { scope: 'openid offline_access' });
    await leave(() => app('signIn', { prompt: 'consent' }));
    await enterPassword(page, users.ann);
    await allow(page);
    const { result } = await callback(spa.other);
    assert.equal(await me(result.access_token), 200);

    await app('revoke');
    assert.equal(await me(result.access_token), 401);
  });
});

const app = (name, argument) => page.evaluate(([method, value]) => window.app[method](value), [name, argument]);

const me = token => page.evaluate(async ([address, bearer]) => (await fetch(address, { headers: { authorization: `Bearer ${bearer}` } })).status,
  [`${application.issuer}/me`, token]);

async function open(origin, address, settings) {
  const given = JSON.stringify({ authority: application[address], client_id: application.client_id, ...settings });
  await page.goto(`${origin}/?settings=${encodeURIComponent(given)}`);
}

async function signIn(origin) {
  await leave(() => app('signIn'));
  await enterPassword(page, users.ann);
  await allowIfAsked(page, origin);
  return callback(origin);
}

/** The page goes away under the call, so only its start is waited for. */
async function leave(start) {
  const from = page.url();
  await Promise.all([page.waitForURL(url => url.href !== from), start().catch(error => {
    if (!/context was destroyed|navigation/i.test(error.message)) {
      throw error;
    }
  })]);
}

async function callback(origin) {
  await page.waitForURL(url => url.origin === origin);
  return page.evaluate(() => window.callback);
}
