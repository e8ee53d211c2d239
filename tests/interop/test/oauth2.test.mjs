// oauth4webapi at the OAuth 2.0 provider: code and refresh, implicit, by what the documents say, since it publishes no metadata.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as oauth from 'oauth4webapi';
import { deployment } from '../support/deployment.mjs';
import { Person } from '../support/person.mjs';

const { origin, applications, users } = deployment();
const application = applications.plain;
const insecure = { [oauth.allowInsecureRequests]: true };
const issuer = application.issuer.replace(/oidc$/, 'oauth');
const as = {
  issuer,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/me`,
  introspection_endpoint: `${issuer}/token/introspection`,
  revocation_endpoint: `${issuer}/token/revocation`,
  authorization_response_iss_parameter_supported: true,
};
const me = { client_id: application.client_id };
const proof = oauth.ClientSecretPost(application.client_secret);

/** @returns {Promise<{parameters: URLSearchParams, state: string, verifier: string}>} the answer that the application gets. */
async function authorize(wanted) {
  const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()];
  const url = new URL(as.authorization_endpoint);
  url.search = new URLSearchParams({ client_id: me.client_id, redirect_uri: application.redirect_uri, state, ...await wanted(verifier) });
  const { parameters } = await new Person(origin, users.ann).authorize(url);
  return { parameters, state, verifier };
}

const code = async verifier => ({
  response_type: 'code', code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
});

async function exchange({ parameters, state, verifier }, authentication = proof) {
  const answer = oauth.validateAuthResponse(as, me, parameters, state);
  const response = await oauth.authorizationCodeGrantRequest(as, me, authentication, answer, application.redirect_uri, verifier, insecure);
  return oauth.processAuthorizationCodeResponse(as, me, response);
}

const refresh = async token => oauth.processRefreshTokenResponse(as, me, await oauth.refreshTokenGrantRequest(as, me, proof, token, insecure));

const introspect = async token => oauth.processIntrospectionResponse(as, me, await oauth.introspectionRequest(as, me, proof, token, insecure));

describe('oauth4webapi by the code', () => {
  for (const [method, authentication] of [['post', oauth.ClientSecretPost], ['basic', oauth.ClientSecretBasic]]) {
    it(`gets an opaque token, a refresh token and the person by ${method}`, async () => {
      const tokens = await exchange(await authorize(code), authentication(application.client_secret));
      assert.match(tokens.access_token, /^[0-9a-f]{40}$/);
      assert.deepEqual({ scope: tokens.scope, expires_in: tokens.expires_in, id_token: tokens.id_token }, { scope: 'user', expires_in: 3600, id_token: undefined });

      const about = await oauth.processUserInfoResponse(as, me, users.ann.id, await oauth.userInfoRequest(as, me, tokens.access_token, insecure));
      assert.deepEqual({ name: about.name, username: about.username, email: about.email }, { name: users.ann.name, username: users.ann.username, email: users.ann.email });
    });
  }

  it('refreshes, and revoking ends all of it', async () => {
    const first = await exchange(await authorize(code));
    const second = await refresh(first.refresh_token);
    assert.notEqual(second.access_token, first.access_token);
    const about = await introspect(second.access_token);
    assert.deepEqual({ active: about.active, iss: about.iss, sub: about.sub }, { active: true, iss: issuer, sub: users.ann.id });

    await oauth.processRevocationResponse(await oauth.revocationRequest(as, me, proof, second.refresh_token, insecure));
    assert.deepEqual(await introspect(second.access_token), { active: false });
    await assert.rejects(refresh(second.refresh_token), { error: 'invalid_grant' });
  });

  it('redeems no code with another verifier', async () => {
    const answer = await authorize(code);
    await assert.rejects(exchange({ ...answer, verifier: oauth.generateRandomCodeVerifier() }), { error: 'invalid_grant' });
  });
});

describe('The implicit mode', () => {
  it('answers in the fragment, and the token opens the claims', async () => {
    const { parameters, state } = await authorize(() => ({ response_type: 'token' }));
    assert.deepEqual({ state: parameters.get('state'), iss: parameters.get('iss'), type: parameters.get('token_type'), refresh: parameters.get('refresh_token') },
      { state, iss: issuer, type: 'Bearer', refresh: null });
    const about = await oauth.processUserInfoResponse(as, me, users.ann.id, await oauth.userInfoRequest(as, me, parameters.get('access_token'), insecure));
    assert.equal(about.username, users.ann.username);
  });
});
