import { createServer } from 'node:http';
import * as client from 'openid-client';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT = 3000 } = process.env;
const home = `http://localhost:${PORT}`;
const config = await client.discovery(new URL(ISSUER), CLIENT_ID, {}, client.ClientSecretPost(CLIENT_SECRET), {
  execute: [client.allowInsecureRequests], // only while the issuer is http://localhost
});
const pending = new Map(); // state → the checks of one sign-in; a real application keeps them in the visitor's session

async function signIn(response) {
  const checks = { pkceCodeVerifier: client.randomPKCECodeVerifier(), expectedState: client.randomState() };
  pending.set(checks.expectedState, checks);
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: `${home}/callback`,
    scope: 'openid profile',
    state: checks.expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  response.writeHead(302, { location: url.href }).end();
}

async function callback(url, response) {
  const state = url.searchParams.get('state');
  const tokens = await client.authorizationCodeGrant(config, url, pending.get(state));
  pending.delete(state);
  const person = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
  response.end(`Hello ${person.name ?? person.sub}`);
}

createServer((request, response) => {
  const url = new URL(request.url, home);
  const answer = url.pathname === '/callback' ? callback(url, response) : signIn(response);
  answer.catch(error => response.writeHead(400).end(error.error_description ?? error.message));
}).listen(PORT, 'localhost', () => console.log(`Open ${home}`));
