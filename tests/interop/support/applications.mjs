// The applications and users that the tests find.
import { freePort } from '../server.mjs';

const CALLBACK = 'https://shop.example/callback';
const HOME = 'https://shop.example/';

export const ann = { username: 'ann', password: 'correct horse battery staple', email: 'ann@shop.example', name: 'Ann Example' };

const IMPLICIT_TOO = { grant_types: ['authorization_code', 'implicit'], response_types: ['code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token', 'none'] };

/** What `app create` is told, by the name the tests use. @param {object} spa the origins of the single-page application. */
export async function wanted(spa) {
  const pages = Object.values(spa).flatMap(origin => [`${origin}/`, `${origin}/posted`]);
  const example = `http://localhost:${await freePort()}/callback`;
  const web = { redirect_uris: [CALLBACK], post_logout_redirect_uris: [HOME] };
  return {
    basic: { ...web, method: 'client_secret_basic' },
    post: { ...web, method: 'client_secret_post', redirect_uris: [CALLBACK, example] },
    // The single-page application that Chromium loads; what needs no browser uses the other callback.
    none: { method: 'none', type: 'spa', redirect_uris: [CALLBACK, ...pages], post_logout_redirect_uris: [HOME, ...pages] },
    // RFC 8252 §7.3: registered with one port, used with another.
    native: { method: 'none', type: 'native', redirect_uris: ['http://127.0.0.1:4000/callback'], redirect_uri: 'http://127.0.0.1:4711/callback', post_logout_redirect_uris: [HOME] },
    hybrid: { ...web, ...IMPLICIT_TOO, method: 'client_secret_post' },
    // Known at one of the two origins only: at the other it is a foreign page.
    message: { ...IMPLICIT_TOO, method: 'none', type: 'spa', redirect_uris: [`${spa.same}/message`], post_logout_redirect_uris: [`${spa.same}/message`] },
    es256: { ...web, method: 'client_secret_post', algorithm: 'ES256' },
    hs256: { ...web, method: 'client_secret_basic', algorithm: 'HS256' },
    password: { ...web, method: 'client_secret_post', grant_types: ['password', 'refresh_token'], oauth: ['password', 'refresh_token'] },
    // With an access key that may read reports and nothing else.
    machine: { method: 'client_secret_post', type: 'machine', redirect_uris: [], post_logout_redirect_uris: [], oauth: ['client_credentials'], may: ['report', 'read'] },
    opaque: {
      method: 'client_secret_basic', type: 'machine', redirect_uris: [], post_logout_redirect_uris: [], may: ['report', 'read'], options: ['--access-token-format', 'opaque'],
    },
    plain: { ...web, method: 'client_secret_post', oauth: ['authorization_code', 'implicit', 'refresh_token'] },
    mixed: {
      ...web, method: 'client_secret_basic', options: ['--introspection-auth-method', 'client_secret_post', '--revocation-auth-method', 'none'],
    },
  };
}
