// An application on openid-client, at one of the two issuers it can be reached through.
import * as client from 'openid-client';

export const methods = {
  client_secret_basic: client.ClientSecretBasic,
  client_secret_post: client.ClientSecretPost,
  none: client.None,
};

export class RelyingParty {
  /** @param {object} application as `deployment.applications` has it. @param {'issuer' | 'shared_issuer'} address */
  static async connect(application, address = 'issuer') {
    const authentication = methods[application.method](application.client_secret);
    // What the application's own secret signs, openid-client believes for having fetched it; the other signatures it verifies.
    const [metadata, checks] = application.algorithm === 'HS256' ? [{ id_token_signed_response_alg: 'HS256' }, []] : [{}, [client.enableNonRepudiationChecks]];
    const config = await client.discovery(new URL(application[address]), application.client_id, metadata, authentication, {
      // The deployment under test listens on loopback without TLS; openid-client wants to be told that this is meant.
      execute: [client.allowInsecureRequests, ...checks],
    });
    return new RelyingParty(application, config);
  }

  constructor(application, config) {
    this.application = application;
    this.config = config;
  }

  /** A request as an application makes it: state, nonce and PKCE of its own. */
  async request(parameters = {}) {
    const verifier = client.randomPKCECodeVerifier();
    const checks = { pkceCodeVerifier: verifier, expectedState: client.randomState(), expectedNonce: client.randomNonce(), idTokenExpected: true };
    const url = client.buildAuthorizationUrl(this.config, {
      redirect_uri: this.application.redirect_uri,
      scope: 'openid profile email',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: checks.expectedState,
      nonce: checks.expectedNonce,
      ...parameters,
    });
    return { url, checks };
  }

  redeem(arrival, checks) {
    return client.authorizationCodeGrant(this.config, arrival.form ? arrival.toRequest() : arrival.url, checks);
  }

  /** The whole way from the request to the tokens. */
  async signIn(person, parameters) {
    const { url, checks } = await this.request(parameters);
    const arrival = await person.authorize(url);
    return this.redeem(arrival, checks);
  }

  /** Without a browser: what the person typed into the application itself. */
  signInByPassword(parameters) {
    return client.genericGrantRequest(this.config, 'password', parameters);
  }

  refresh(token, parameters) {
    return client.refreshTokenGrant(this.config, token, parameters);
  }

  userInfo(tokens) {
    return client.fetchUserInfo(this.config, tokens.access_token, tokens.claims().sub);
  }

  introspect(token, parameters) {
    return client.tokenIntrospection(this.config, token, parameters);
  }

  revoke(token, parameters) {
    return client.tokenRevocation(this.config, token, parameters);
  }

  endSessionUrl(parameters) {
    return client.buildEndSessionUrl(this.config, parameters);
  }
}
