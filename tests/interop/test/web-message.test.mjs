// response_mode=web_message in a real browser: who may frame the page and who is told are the browser's own decisions.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { decodeJwt } from 'jose';
import { allow, browse, enterPassword, launch } from '../support/chromium.mjs';
import { deployment } from '../support/deployment.mjs';

const { origin, spa, applications, users } = deployment();
const application = applications.message;

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

describe('Chromium between an application and the page that tells it the answer', () => {
  it('signs in by popup and renews in a hidden frame, until nobody is there', async () => {
    await page.goto(`${spa.same}/message`);
    const first = await signIn();
    assert.deepEqual([first.origin, first.type, first.response.state], [origin, 'authorization_response', 'S1']);
    assert.equal(decodeJwt(first.response.id_token).sub, users.ann.id);
    assert.equal(first.response.expires_in, 3600);

    const renewed = await ask({ prompt: 'none', state: 'S2', nonce: 'N2' }, { frame: true });
    assert.deepEqual([renewed.origin, renewed.response.state], [origin, 'S2']);
    assert.equal(decodeJwt(renewed.response.id_token).nonce, 'N2');
    assert.notEqual(renewed.response.access_token, first.response.access_token);

    await context.clearCookies();
    const nobody = await ask({ prompt: 'none', state: 'S3' }, { frame: true });
    assert.deepEqual([nobody.response.error, nobody.response.state], ['login_required', 'S3']);
    assert.deepEqual(complaints, []);
  });

  it('tells a foreign page nothing, neither in a frame nor in a popup', async () => {
    await page.goto(`${spa.same}/message`);
    await signIn();

    await page.goto(`${spa.other}/message`);
    assert.equal(await ask({ prompt: 'none' }, { frame: true, patience: 3000 }), null);
    assert.match(complaints.splice(0).join(), /frame-ancestors/);

    const opened = context.waitForEvent('page');
    const told = ask({ prompt: 'none' }, { patience: 5000 });
    const popup = await opened;
    const answer = JSON.parse(await popup.locator('#answer').getAttribute('data-response'));
    assert.ok(answer.id_token, 'the server answered, as it does for whoever is signed in');
    assert.ok(await popup.evaluate(() => window.opener !== null));
    assert.equal(await told, null);
  });

  it('is not framed when a person would have to be asked', async () => {
    await page.goto(`${spa.same}/message`);
    assert.equal(await ask({}, { frame: true, patience: 3000 }), null);
    assert.match(complaints.join(), /frame-ancestors|X-Frame-Options/);
  });
});

async function signIn() {
  const opened = context.waitForEvent('page');
  const told = ask({ prompt: 'consent' }, {});
  const popup = await opened;
  await enterPassword(popup, users.ann);
  await allow(popup);
  const answer = await told;
  await popup.close();
  return answer;
}

function ask(parameters, how) {
  const query = new URLSearchParams({
    client_id: application.client_id, redirect_uri: application.redirect_uri, response_type: 'id_token token', response_mode: 'web_message',
    scope: 'openid profile', state: 'S1', nonce: 'N1', ...parameters,
  });
  return page.evaluate(([url, manner]) => window.ask(url, manner), [`${application.issuer}/auth?${query}`, how]);
}
