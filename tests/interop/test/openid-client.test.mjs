// openid-client, certified as a relying party, through everything a web application does with it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as client from 'openid-client';
import { deployment } from '../support/deployment.mjs';
import { Person } from '../support/person.mjs';
import { RelyingParty } from '../support/relyingParty.mjs';

const { origin, applications, users } = deployment();
const ann = () => new Person(origin, users.ann);
const OFFLINE = { scope: 'openid profile email offline_access', prompt: 'consent' };

for (const [name, address] of ['basic', 'post', 'none'].flatMap(each => [[each, 'issuer'], [each, 'shared_issuer']])) {
  const application = applications[name];

  describe(`openid-client with ${application.method} at the ${address === 'issuer' ? "application's own" : 'shared'} issuer`, () => {
    it('signs a person in and reads who they are', async () => {
      const shop = await RelyingParty.connect(application, address);
      const person = ann();
      const tokens = await shop.signIn(person);

      assert.equal(person.pages[0], 'sign-in');
      assert.equal(tokens.token_type, 'bearer');
      assert.equal(tokens.refresh_token, undefined);
      const claims = tokens.claims();
      assert.equal(claims.iss, application[address]);
      assert.equal(claims.aud, application.client_id);
      assert.equal(claims.sub, users.ann.id);
      assert.equal(claims.email, users.ann.email);

      const about = await shop.userInfo(tokens);
      assert.equal(about.sub, users.ann.id);
      assert.equal(about.email, users.ann.email);
    });

    it('lives on a refresh token, asks about tokens, and revokes them', async () => {
      const shop = await RelyingParty.connect(application, address);
      const first = await shop.signIn(ann(), OFFLINE);
      assert.match(first.scope, /\boffline_access\b/);

      const second = await shop.refresh(first.refresh_token);
      assert.notEqual(second.access_token, first.access_token);
      assert.notEqual(second.refresh_token, first.refresh_token);
      assert.equal(second.claims().sub, first.claims().sub);
      assert.equal(second.claims().auth_time, first.claims().auth_time);
      assert.equal(second.claims().nonce, undefined);

      const narrowed = await shop.refresh(second.refresh_token, { scope: 'openid' });
      assert.equal(narrowed.scope, 'openid');
      assert.equal(narrowed.claims().email, undefined);

      const active = await shop.introspect(narrowed.access_token);
      assert.deepEqual(
        { active: active.active, sub: active.sub, client_id: active.client_id, iss: active.iss, scope: active.scope, token_type: active.token_type },
        { active: true, sub: users.ann.id, client_id: application.client_id, iss: application[address], scope: 'openid', token_type: 'Bearer' });
      assert.equal((await shop.introspect(narrowed.refresh_token, { token_type_hint: 'refresh_token' })).active, true);
      assert.deepEqual(await shop.introspect(narrowed.id_token), { active: false });

      await shop.revoke(second.access_token);
      assert.deepEqual(await shop.introspect(second.access_token), { active: false });
      assert.equal((await shop.introspect(narrowed.access_token)).active, true);

      await shop.revoke(narrowed.refresh_token);
      assert.deepEqual(await shop.introspect(narrowed.access_token), { active: false });
      await assert.rejects(shop.refresh(narrowed.refresh_token), { error: 'invalid_grant', status: 400 });
      await assert.rejects(shop.userInfo(narrowed), error => error.response.status === 401);
    });

    it('signs the person out and gets them back with its state', async () => {
      const shop = await RelyingParty.connect(application, address);
      const person = ann();
      const tokens = await shop.signIn(person);
      const again = await shop.signIn(person, { prompt: 'none' });
      assert.equal(again.claims().sid, tokens.claims().sid);

      const out = await person.signOut(shop.endSessionUrl({
        post_logout_redirect_uri: application.post_logout_redirect_uri, id_token_hint: tokens.id_token, state: 'see you',
      }));
      assert.equal(out.url.href.split('?')[0], application.post_logout_redirect_uri);
      assert.equal(out.parameters.get('state'), 'see you');
      assert.deepEqual(person.pages, []);

      await assert.rejects(shop.signIn(person, { prompt: 'none' }), { error: 'login_required' });
    });
  });
}

describe('openid-client and the ways an answer travels', () => {
  it('takes the answer as a posted form', async () => {
    const shop = await RelyingParty.connect(applications.basic);
    const { url, checks } = await shop.request({ response_mode: 'form_post' });
    const arrival = await ann().authorize(url);

    assert.equal(arrival.method, 'POST');
    assert.equal(arrival.url.href, applications.basic.redirect_uri);
    assert.equal((await shop.redeem(arrival, checks)).claims().sub, users.ann.id);
  });

  it('accepts that a person signs in anew when max_age has passed', async () => {
    const shop = await RelyingParty.connect(applications.basic);
    const person = ann();
    const first = await shop.signIn(person);
    const { url, checks } = await shop.request({ max_age: '0' });
    const arrival = await person.authorize(url);

    assert.ok(person.pages.includes('sign-in'));
    const second = await shop.redeem(arrival, { ...checks, maxAge: 0 });
    assert.ok(second.claims().auth_time >= first.claims().auth_time);
  });
});

describe('openid-client and what goes wrong on the way', () => {
  it('gets the same successor for a refresh token that it used twice at once', async () => {
    const shop = await RelyingParty.connect(applications.post);
    const { refresh_token: token } = await shop.signIn(ann(), OFFLINE);
    const [one, other] = await Promise.all([shop.refresh(token), shop.refresh(token)]);
    assert.equal(one.refresh_token, other.refresh_token);
    assert.notEqual(one.refresh_token, token);
    assert.equal((await shop.refresh(one.refresh_token)).claims().sub, users.ann.id);
  });

  it('signs out although it lost the ID token: the person is asked first', async () => {
    const shop = await RelyingParty.connect(applications.post);
    const person = ann();
    await shop.signIn(person);
    const out = await person.signOut(shop.endSessionUrl({ post_logout_redirect_uri: applications.post.post_logout_redirect_uri, state: 'later' }));
    assert.deepEqual(person.pages, ['confirm']);
    assert.equal(out.url.href, `${applications.post.post_logout_redirect_uri}?state=later`);
    await assert.rejects(shop.signIn(person, { prompt: 'none' }), { error: 'login_required' });
  });
});

describe('openid-client as a program on the person\'s own machine', () => {
  it('is answered on whichever loopback port it listens', async () => {
    const program = await RelyingParty.connect(applications.native);
    const { url, checks } = await program.request();
    const arrival = await ann().authorize(url);
    assert.equal(arrival.url.port, '4711');
    assert.equal((await program.redeem(arrival, checks)).claims().sub, users.ann.id);
  });

  it('never signs in behind the person\'s back, for another program could pretend to be it', async () => {
    const program = await RelyingParty.connect(applications.native);
    const person = ann();
    await program.signIn(person);
    await program.signIn(person);
    assert.deepEqual(person.pages, ['consent']);
    await assert.rejects(program.signIn(person, { prompt: 'none' }), { error: 'consent_required' });
  });
});

describe('openid-client meets a refusal', () => {
  it('learns that the person said no', async () => {
    const shop = await RelyingParty.connect(applications.basic);
    const { url, checks } = await shop.request({ prompt: 'consent' });
    const arrival = await ann().authorize(url, 'deny');
    await assert.rejects(shop.redeem(arrival, checks), { name: 'AuthorizationResponseError', error: 'access_denied' });
  });

  it('learns that its secret is wrong, whichever way it sends it', async () => {
    for (const application of [applications.basic, applications.post]) {
      const shop = await RelyingParty.connect({ ...application, client_secret: `${application.client_secret}x` });
      await assert.rejects(shop.signIn(ann()), error => {
        // openid-client reports the challenge that RFC 6749 §5.2 wants when Basic was tried, else the body.
        assert.equal(error.status ?? error.response?.status, 401);
        assert.equal(error.name === 'WWWAuthenticateChallengeError', application.method === 'client_secret_basic');
        return error.name === 'WWWAuthenticateChallengeError' ? error.cause[0].scheme === 'basic' : error.error === 'invalid_client';
      });
    }
  });

  it('cannot use a method other than its own', async () => {
    const shop = await RelyingParty.connect({ ...applications.basic, method: 'client_secret_post' });
    await assert.rejects(shop.signIn(ann()), { error: 'invalid_client', status: 401 });
  });

  it('loses what a code bought when the code comes twice', async () => {
    const shop = await RelyingParty.connect(applications.post);
    const { url, checks } = await shop.request(OFFLINE);
    const arrival = await ann().authorize(url);
    const tokens = await shop.redeem(arrival, checks);

    await assert.rejects(shop.redeem(arrival, checks), { error: 'invalid_grant', status: 400 });
    assert.deepEqual(await shop.introspect(tokens.access_token), { active: false });
    await assert.rejects(shop.refresh(tokens.refresh_token), { error: 'invalid_grant' });
  });

  it('cannot redeem a code with another verifier', async () => {
    const shop = await RelyingParty.connect(applications.none);
    const { url, checks } = await shop.request();
    const arrival = await ann().authorize(url);
    await assert.rejects(shop.redeem(arrival, { ...checks, pkceCodeVerifier: client.randomPKCECodeVerifier() }), { error: 'invalid_grant' });
  });

  it('cannot redeem at its own issuer what the shared one gave, nor the reverse', async () => {
    const [own, shared] = [await RelyingParty.connect(applications.post), await RelyingParty.connect(applications.post, 'shared_issuer')];
    const { url, checks } = await shared.request();
    const arrival = await ann().authorize(url);
    assert.equal(arrival.parameters.get('iss'), applications.post.shared_issuer);

    // The client itself notices the foreign issuer (RFC 9207) ...
    await assert.rejects(own.redeem(arrival, checks), error => /unexpected "iss"/.test(error.cause.message));
    // ... and the server would not be fooled by a client that does not look.
    arrival.url.searchParams.set('iss', applications.post.issuer);
    await assert.rejects(own.redeem(arrival, checks), { error: 'invalid_grant' });
  });
});
