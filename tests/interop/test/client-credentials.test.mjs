// Machines: openid-client and oauth4webapi with access keys, at the OpenID provider and at the OAuth 2.0 provider.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { deployment } from '../support/deployment.mjs';
import { RelyingParty } from '../support/relyingParty.mjs';

const { applications } = deployment();
const { machine, opaque } = applications;
const insecure = { [oauth.allowInsecureRequests]: true };
const scope = 'report:read report:update other';

/** The access key, as a client of its own. */
const connect = (application, address, authentication) => client.discovery(
  new URL(application[address]), application.access_key, {}, authentication(application.secret_key), { execute: [client.allowInsecureRequests] });

for (const address of ['issuer', 'shared_issuer']) {
  for (const method of ['ClientSecretPost', 'ClientSecretBasic']) {
    describe(`openid-client by ${method} at the ${address === 'issuer' ? "application's own" : 'shared'} issuer`, () => {
      it('gets a token for what its rules permit, and is told of the rest', async () => {
        const tokens = await client.clientCredentialsGrant(await connect(machine, address, client[method]), { scope });
        assert.equal(tokens.scope, 'report:read');
        assert.equal(tokens.rejected_scope, 'report:update other');
        assert.equal(tokens.expires_in, 600);
        assert.equal(tokens.id_token, undefined);
        assert.equal(tokens.refresh_token, undefined);

        const about = await (await RelyingParty.connect(machine, address)).introspect(tokens.access_token);
        assert.deepEqual({ active: about.active, client_id: about.client_id, scope: about.scope, sub: about.sub },
          { active: true, client_id: machine.access_key, scope: 'report:read', sub: undefined });
      });
    });
  }
}

describe('A resource server that knows the keys alone', () => {
  it('verifies the signature and finds the machine and its application', async () => {
    const config = await connect(machine, 'issuer', client.ClientSecretPost);
    const { access_token } = await client.clientCredentialsGrant(config, { scope });
    const { payload } = await jwtVerify(access_token, createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri)),
      { issuer: machine.issuer, audience: machine.access_key, typ: 'at+jwt', algorithms: ['RS256'] });
    assert.deepEqual({ azp: payload.azp, client_id: payload.client_id, sub: payload.sub, scope: payload.scope },
      { azp: machine.client_id, client_id: machine.access_key, sub: undefined, scope: 'report:read' });
  });
});

describe('openid-client with a machine whose tokens are opaque', () => {
  it('gets one, and its application revokes it', async () => {
    const { access_token } = await client.clientCredentialsGrant(await connect(opaque, 'issuer', client.ClientSecretPost), { scope });
    assert.match(access_token, /^[0-9a-f]{40}$/);
    const application = await RelyingParty.connect(opaque);
    assert.equal((await application.introspect(access_token)).scope, 'report:read');
    await application.revoke(access_token);
    assert.deepEqual(await application.introspect(access_token), { active: false });
  });
});

describe('openid-client is refused', () => {
  it('with a wrong secret, at another address, without a permission, and with the secret of the application', async () => {
    const ask = async config => client.clientCredentialsGrant(config, { scope });
    await assert.rejects(ask(await connect({ ...machine, secret_key: 'wrong' }, 'issuer', client.ClientSecretPost)), { error: 'invalid_client', status: 401 });
    await assert.rejects(ask(await connect({ ...machine, issuer: opaque.issuer }, 'issuer', client.ClientSecretPost)), { error: 'invalid_client' });
    await assert.rejects(client.clientCredentialsGrant(await connect(machine, 'issuer', client.ClientSecretPost), { scope: 'report:update' }), { error: 'invalid_scope' });
    await assert.rejects(ask((await RelyingParty.connect(machine)).config), { error: 'unauthorized_client' });
  });
});

describe('oauth4webapi at the OAuth 2.0 provider', () => {
  const issuer = machine.issuer.replace(/oidc$/, 'oauth');
  const as = { issuer, token_endpoint: `${issuer}/token`, introspection_endpoint: `${issuer}/token/introspection` };
  const [robot, owner] = [{ client_id: machine.access_key }, { client_id: machine.client_id }];

  for (const [method, authentication] of [['post', oauth.ClientSecretPost], ['basic', oauth.ClientSecretBasic]]) {
    it(`gets an opaque token by ${method}, which the other provider does not know`, async () => {
      const response = await oauth.clientCredentialsGrantRequest(as, robot, authentication(machine.secret_key), new URLSearchParams({ scope }), insecure);
      const tokens = await oauth.processClientCredentialsResponse(as, robot, response);
      assert.match(tokens.access_token, /^[0-9a-f]{40}$/);
      assert.equal(tokens.scope, 'report:read');
      assert.equal(tokens.rejected_scope, 'report:update other');

      const asked = await oauth.introspectionRequest(as, owner, oauth.ClientSecretPost(machine.client_secret), tokens.access_token, insecure);
      assert.equal((await oauth.processIntrospectionResponse(as, owner, asked)).client_id, machine.access_key);
      assert.deepEqual(await (await RelyingParty.connect(machine)).introspect(tokens.access_token), { active: false });
    });
  }
});
