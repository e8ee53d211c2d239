// jose reads every kind of token, knowing nothing of the server but its issuer and its published keys.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { calculateJwkThumbprint, createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { deployment } from '../support/deployment.mjs';
import { Person } from '../support/person.mjs';
import { RelyingParty } from '../support/relyingParty.mjs';

const { origin, applications, users } = deployment();

async function signIn(application, address, parameters) {
  const shop = await RelyingParty.connect(application, address);
  return { shop, tokens: await shop.signIn(new Person(origin, users.ann), parameters), keys: keysOf(shop) };
}

const keysOf = shop => createRemoteJWKSet(new URL(shop.config.serverMetadata().jwks_uri));

for (const [name, address, algorithm] of [
  ['post', 'issuer', 'RS256'], ['post', 'shared_issuer', 'RS256'], ['es256', 'issuer', 'ES256'], ['es256', 'shared_issuer', 'ES256'],
]) {
  const application = applications[name];

  describe(`jose at the ${address === 'issuer' ? "application's own" : 'shared'} issuer with ${algorithm} ID tokens`, () => {
    it('verifies the ID token and all it says', async () => {
      const before = Math.floor(Date.now() / 1000);
      const { tokens, keys } = await signIn(application, address);
      const { payload, protectedHeader } = await jwtVerify(tokens.id_token, keys, {
        issuer: application[address], audience: application.client_id, algorithms: [algorithm], requiredClaims: ['sub', 'iat', 'exp', 'auth_time', 'nonce'],
      });

      assert.ok(protectedHeader.kid);
      assert.equal(payload.sub, users.ann.id);
      assert.equal(payload.exp - payload.iat, 3600);
      assert.ok(payload.iat >= before - 1 && payload.iat <= before + 30);
      assert.ok(payload.auth_time <= payload.iat);
      assert.deepEqual(payload.amr, ['pwd']);
      assert.equal(typeof payload.sid, 'string');
      assert.equal(payload.at_hash, createHash('sha256').update(tokens.access_token).digest().subarray(0, 16).toString('base64url'));
      assert.equal(payload.email, users.ann.email);
      assert.equal(typeof payload.updated_at, 'number');
      assert.ok(!Object.values(payload).includes(null), 'a claim without a value is left out');
    });

    it('verifies the access token as RFC 9068 describes it', async () => {
      const { tokens, keys } = await signIn(application, address);
      const { payload, protectedHeader } = await jwtVerify(tokens.access_token, keys, {
        issuer: application[address], audience: application.client_id, typ: 'at+jwt', algorithms: ['RS256'],
        requiredClaims: ['jti', 'sub', 'iat', 'exp', 'scope', 'client_id'],
      });

      assert.ok(protectedHeader.kid);
      assert.equal(payload.sub, users.ann.id);
      assert.equal(payload.client_id, application.client_id);
      assert.deepEqual(payload.scope.split(' ').sort(), ['email', 'openid', 'profile']);
      assert.equal(payload.exp - payload.iat, tokens.expires_in);
      assert.deepEqual(Object.keys(payload).sort(), ['aud', 'client_id', 'exp', 'iat', 'iss', 'jti', 'scope', 'sub']);
    });

    it('verifies what a refresh brings', async () => {
      const { shop, tokens, keys } = await signIn(application, address, { scope: 'openid offline_access', prompt: 'consent' });
      const fresh = await shop.refresh(tokens.refresh_token);
      const { payload } = await jwtVerify(fresh.id_token, keys, { issuer: application[address], audience: application.client_id, algorithms: [algorithm] });
      assert.equal(payload.sub, users.ann.id);
      assert.equal(payload.at_hash, createHash('sha256').update(fresh.access_token).digest().subarray(0, 16).toString('base64url'));
      await jwtVerify(fresh.access_token, keys, { issuer: application[address], audience: application.client_id, typ: 'at+jwt' });
    });
  });
}

describe('jose and the key sets', () => {
  it('finds only public keys, each named by its thumbprint', async () => {
    for (const issuer of [applications.post.issuer, applications.es256.issuer, applications.post.shared_issuer]) {
      const { keys } = await (await fetch(`${issuer}/.well-known/jwks.json`)).json();
      assert.ok(keys.length > 0);
      for (const key of keys) {
        assert.equal(key.kid, await calculateJwkThumbprint(key));
        assert.equal(key.use, 'sig');
        for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) {
          assert.equal(key[secret], undefined);
        }
      }
    }
  });

  it('finds no key of one issuer at another', async () => {
    const kids = await Promise.all([applications.post.issuer, applications.basic.issuer, applications.post.shared_issuer].map(async issuer =>
      (await (await fetch(`${issuer}/.well-known/jwks.json`)).json()).keys.map(key => key.kid)));
    assert.equal(new Set(kids.flat()).size, kids.flat().length);
  });
});

describe("jose and another application's tokens", () => {
  it('refuses them by the key, by the issuer and by the audience', async () => {
    const own = await signIn(applications.post);
    const other = await signIn(applications.basic);
    for (const token of [other.tokens.id_token, other.tokens.access_token]) {
      await assert.rejects(jwtVerify(token, own.keys), { code: 'ERR_JWKS_NO_MATCHING_KEY' });
      await assert.rejects(jwtVerify(token, other.keys, { issuer: applications.post.issuer }), { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED', claim: 'iss' });
      await assert.rejects(jwtVerify(token, other.keys, { audience: applications.post.client_id }), { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED', claim: 'aud' });
    }
  });

  it('is not alone: the server refuses them too', async () => {
    const own = await signIn(applications.post);
    const other = await signIn(applications.basic);
    const me = await fetch(own.shop.config.serverMetadata().userinfo_endpoint, { headers: { authorization: `Bearer ${other.tokens.access_token}` } });
    assert.equal(me.status, 401);
    assert.match(me.headers.get('www-authenticate'), /error="invalid_token"/);
    assert.deepEqual(await own.shop.introspect(other.tokens.access_token), { active: false });
  });

  it('does not take one kind of token for another', async () => {
    const { shop, tokens, keys } = await signIn(applications.post);
    assert.notEqual(decodeProtectedHeader(tokens.id_token).typ, 'at+jwt');
    await assert.rejects(jwtVerify(tokens.id_token, keys, { typ: 'at+jwt' }), { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED' });
    const me = await fetch(shop.config.serverMetadata().userinfo_endpoint, { headers: { authorization: `Bearer ${tokens.id_token}` } });
    assert.equal(me.status, 401);
  });
});
