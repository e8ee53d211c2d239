// The password mode: openid-client at the OpenID provider, oauth4webapi at the OAuth 2.0 provider of the same application.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as oauth from 'oauth4webapi';
import { deployment } from '../support/deployment.mjs';
import { RelyingParty } from '../support/relyingParty.mjs';

const { applications, users } = deployment();
const application = applications.password;
const { ann } = users;
const WRONG = { error: 'invalid_grant', error_description: 'invalid credentials provided', status: 400 };

for (const [kind, address] of [['username', 'issuer'], ['email', 'shared_issuer']]) {
  describe(`openid-client with ${kind} and password at the ${address === 'issuer' ? "application's own" : 'shared'} issuer`, () => {
    it('signs a person in without a browser, and stays signed in', async () => {
      const shop = await RelyingParty.connect(application, address);
      assert.ok(shop.config.serverMetadata().grant_types_supported.includes('password'));

      const first = await shop.signInByPassword({ [kind]: ann[kind], password: ann.password, scope: 'openid email offline_access' });
      const claims = first.claims();
      assert.deepEqual({ iss: claims.iss, aud: claims.aud, sub: claims.sub, email: claims.email, amr: claims.amr },
        { iss: application[address], aud: application.client_id, sub: ann.id, email: ann.email, amr: ['pwd'] });
      assert.equal(claims.sid, undefined);
      assert.equal((await shop.userInfo(first)).email, ann.email);

      const second = await shop.refresh(first.refresh_token);
      assert.equal(second.claims().auth_time, claims.auth_time);
      await shop.revoke(second.refresh_token);
      assert.deepEqual(await shop.introspect(second.access_token), { active: false });
    });

    it('gets no refresh token without asking, and openid and profile when it asks for nothing', async () => {
      const shop = await RelyingParty.connect(application, address);
      const tokens = await shop.signInByPassword({ [kind]: ann[kind], password: ann.password });
      assert.equal(tokens.scope, 'openid profile');
      assert.equal(tokens.refresh_token, undefined);
      assert.equal(tokens.claims().name, ann.name);
    });
  });
}

describe('openid-client with a pair that does not sign in', () => {
  it('is told the same of a wrong password and of nobody', async () => {
    const shop = await RelyingParty.connect(application);
    await assert.rejects(shop.signInByPassword({ username: ann.username, password: 'wrong' }), WRONG);
    await assert.rejects(shop.signInByPassword({ username: 'nobody', password: ann.password }), WRONG);
  });

  it('is refused two names at once, and everything where the mode is not ticked', async () => {
    const shop = await RelyingParty.connect(application);
    await assert.rejects(shop.signInByPassword({ username: ann.username, email: ann.email, password: ann.password }), { error: 'invalid_request' });
    const other = await RelyingParty.connect(applications.post);
    assert.ok(!other.config.serverMetadata().grant_types_supported.includes('password'));
    await assert.rejects(other.signInByPassword({ username: ann.username, password: ann.password }), { error: 'unauthorized_client' });
  });
});

describe('oauth4webapi with username and password at the OAuth 2.0 provider', () => {
  const issuer = application.issuer.replace(/oidc$/, 'oauth');
  const as = { issuer, token_endpoint: `${issuer}/token`, userinfo_endpoint: `${issuer}/me` };
  const me = { client_id: application.client_id };
  const insecure = { [oauth.allowInsecureRequests]: true };

  for (const [method, authentication] of [['post', oauth.ClientSecretPost], ['basic', oauth.ClientSecretBasic]]) {
    it(`gets an opaque token by ${method}, and a refresh token without asking`, async () => {
      const proof = authentication(application.client_secret);
      const typed = new URLSearchParams({ username: ann.username, password: ann.password });
      const tokens = await oauth.processGenericTokenEndpointResponse(
        as, me, await oauth.genericTokenEndpointRequest(as, me, proof, 'password', typed, insecure));
      assert.match(tokens.access_token, /^[0-9a-f]{40}$/);
      assert.equal(tokens.scope, 'user');
      assert.equal(tokens.id_token, undefined);

      const about = await oauth.processUserInfoResponse(as, me, ann.id, await oauth.userInfoRequest(as, me, tokens.access_token, insecure));
      assert.equal(about.username, ann.username);
      const again = await oauth.processRefreshTokenResponse(as, me, await oauth.refreshTokenGrantRequest(as, me, proof, tokens.refresh_token, insecure));
      assert.notEqual(again.access_token, tokens.access_token);
    });
  }
});
