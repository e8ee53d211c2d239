// oauth4webapi: the parts that openid-client does not show — RFC 8414 metadata, the fragment, and a resource server.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as oauth from 'oauth4webapi';
import { deployment } from '../support/deployment.mjs';
import { Person } from '../support/person.mjs';

const { origin, applications, users } = deployment();
const insecure = { [oauth.allowInsecureRequests]: true };

async function discover(issuer, algorithm) {
  const url = new URL(issuer);
  return oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, { algorithm, ...insecure }));
}

async function signIn(application, address, parameters = {}) {
  const as = await discover(application[address], 'oidc');
  const client = { client_id: application.client_id };
  const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), oauth.generateRandomNonce()];
  const url = new URL(as.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: application.client_id, redirect_uri: application.redirect_uri, response_type: 'code', scope: 'openid profile', state, nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...parameters,
  });
  const arrival = await new Person(origin, users.ann).authorize(url);
  const answer = oauth.validateAuthResponse(as, client, arrival.parameters, state);
  const response = await oauth.authorizationCodeGrantRequest(
    as, client, oauth.ClientSecretPost(application.client_secret), answer, application.redirect_uri, verifier, insecure);
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, { expectedNonce: nonce, requireIdToken: true });
  return { as, arrival, tokens };
}

describe('oauth4webapi', () => {
  for (const address of ['issuer', 'shared_issuer']) {
    it(`reads the same metadata by either specification at the ${address}`, async () => {
      const issuer = applications.post[address];
      const [oidc, oauth2] = [await discover(issuer, 'oidc'), await discover(issuer, 'oauth2')];
      assert.equal(oidc.issuer, issuer);
      assert.deepEqual(oauth2, oidc);
    });

    it(`signs in by the fragment at the ${address}`, async () => {
      const { arrival, tokens } = await signIn(applications.post, address, { response_mode: 'fragment' });
      assert.equal(arrival.url.search, '');
      assert.equal(oauth.getValidatedIdTokenClaims(tokens).sub, users.ann.id);
    });

    it(`guards a resource with access tokens of the ${address}`, async () => {
      const { as, tokens } = await signIn(applications.post, address);
      const call = token => new Request('https://api.example/orders', { headers: { authorization: `Bearer ${token}` } });
      const claims = await oauth.validateJwtAccessToken(as, call(tokens.access_token), applications.post.client_id, insecure);
      assert.equal(claims.sub, users.ann.id);

      await assert.rejects(oauth.validateJwtAccessToken(as, call(tokens.id_token), applications.post.client_id, insecure));
      await assert.rejects(oauth.validateJwtAccessToken(as, call(tokens.access_token), applications.basic.client_id, insecure));
    });
  }
});
