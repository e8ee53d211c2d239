// What travels through the browser itself: openid-client checks nonce, c_hash and s_hash, jose the one type that openid-client does not speak.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as client from 'openid-client';
import { deployment } from '../support/deployment.mjs';
import { Person } from '../support/person.mjs';
import { RelyingParty } from '../support/relyingParty.mjs';

const { origin, applications, users } = deployment();
const application = applications.hybrid;
const ann = () => new Person(origin, users.ann);

for (const address of ['issuer', 'shared_issuer']) {
  for (const response_mode of ['fragment', 'form_post']) {
    describe(`openid-client at the ${address === 'issuer' ? "application's own" : 'shared'} issuer, answered by ${response_mode}`, () => {
      it('takes an ID token and nothing else', async () => {
        const shop = await RelyingParty.connect(application, address);
        client.useIdTokenResponseType(shop.config);
        const { url, checks } = await shop.request({ response_mode });
        const arrival = await ann().authorize(url);

        const claims = await client.implicitAuthentication(shop.config, arrival.form ? arrival.toRequest() : arrival.url, checks.expectedNonce, { expectedState: checks.expectedState });
        assert.equal(claims.sub, users.ann.id);
        assert.equal(claims.email, users.ann.email);
      });

      it('takes an ID token that vouches for code and state, and redeems the code', async () => {
        const shop = await RelyingParty.connect(application, address);
        client.useCodeIdTokenResponseType(shop.config);
        client.enableDetachedSignatureResponseChecks(shop.config);
        const { url, checks } = await shop.request({ response_mode });
        const tokens = await shop.redeem(await ann().authorize(url), checks);

        assert.equal(tokens.claims().email, users.ann.email);
        assert.equal((await shop.userInfo(tokens)).sub, users.ann.id);
      });
    });
  }
}

describe('jose, for what comes with an access token', () => {
  for (const response_type of ['id_token token', 'code id_token token']) {
    it(`finds the hashes of ${response_type} right, and the access token good`, async () => {
      const shop = await RelyingParty.connect(application);
      const { url, checks } = await shop.request({ response_type });
      const answer = (await ann().authorize(url)).parameters;

      const keys = createRemoteJWKSet(new URL(shop.config.serverMetadata().jwks_uri));
      const { payload } = await jwtVerify(answer.get('id_token'), keys, { issuer: application.issuer, audience: application.client_id });
      assert.equal(payload.nonce, checks.expectedNonce);
      assert.equal(payload.at_hash, half(answer.get('access_token')));
      assert.equal(payload.s_hash, half(checks.expectedState));
      assert.equal(payload.c_hash, answer.has('code') ? half(answer.get('code')) : undefined);
      assert.equal((await client.fetchUserInfo(shop.config, answer.get('access_token'), payload.sub)).email, users.ann.email);
    });
  }
});

const half = text => createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');
