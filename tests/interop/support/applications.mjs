// The applications and users that the tests find.
import { freePort } from '../server.mjs';

const CALLBACK = 'https://shop.example/callback';
const HOME = 'https://shop.example/';

export const ann = { username: 'ann', password: 'correct horse battery staple', email: 'ann@shop.example', name: 'Ann Example' };

/** What `app create` is told, by the name the tests use. @param {string[]} spa the origins of the single-page application. */
export async function wanted(spa) {
  const pages = spa.flatMap(origin => [`${origin}/`, `${origin}/posted`]);
  const example = `http://localhost:${await freePort()}/callback`;
  const web = { redirect_uris: [CALLBACK], post_logout_redirect_uris: [HOME] };
  return {
    basic: { ...web, method: 'client_secret_basic' },
    post: { ...web, method: 'client_secret_post', redirect_uris: [CALLBACK, example] },
    // The single-page application that Chromium loads; what needs no browser uses the other callback.
    none: { method: 'none', type: 'spa', redirect_uris: [CALLBACK, ...pages], post_logout_redirect_uris: [HOME, ...pages] },
    // RFC 8252 §7.3: registered with one port, used with another.
    native: { method: 'none', type: 'native', redirect_uris: ['http://127.0.0.1:4000/callback'], redirect_uri: 'http://127.0.0.1:4711/callback', post_logout_redirect_uris: [HOME] },
    es256: { ...web, method: 'client_secret_post', algorithm: 'ES256' },
  };
}
