// ID tokens that the application's own secret signs: openid-client takes them, jose verifies them with nothing but that secret.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { deployment } from '../support/deployment.mjs';
import { Person } from '../support/person.mjs';
import { RelyingParty } from '../support/relyingParty.mjs';

const { origin, applications, users } = deployment();
const application = applications.hs256;
const secret = new TextEncoder().encode(application.client_secret);

for (const address of ['issuer', 'shared_issuer']) {
  describe(`openid-client and jose with HS256 at the ${address === 'issuer' ? "application's own" : 'shared'} issuer`, () => {
    it('signs a person in and out', async () => {
      const shop = await RelyingParty.connect(application, address);
      assert.ok(shop.config.serverMetadata().id_token_signing_alg_values_supported.includes('HS256'));
      const person = new Person(origin, users.ann);
      const tokens = await shop.signIn(person);
      assert.equal(tokens.claims().sub, users.ann.id);

      const expected = { issuer: application[address], audience: application.client_id };
      const { protectedHeader } = await jwtVerify(tokens.id_token, secret, { ...expected, algorithms: ['HS256'] });
      assert.deepEqual(protectedHeader, { alg: 'HS256', typ: 'JWT' });
      const keys = createRemoteJWKSet(new URL(shop.config.serverMetadata().jwks_uri));
      await jwtVerify(tokens.access_token, keys, { ...expected, typ: 'at+jwt', algorithms: ['RS256'] });
      await assert.rejects(jwtVerify(tokens.id_token, keys, expected));

      const out = await person.signOut(shop.endSessionUrl({ post_logout_redirect_uri: application.post_logout_redirect_uri, id_token_hint: tokens.id_token }));
      assert.equal(out.url.href, application.post_logout_redirect_uri);
      assert.deepEqual(person.pages, []);
    });
  });
}
