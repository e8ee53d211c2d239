// A person at the browser: reads the page that is shown and does what it asks, until the way leads out of the server.
import { Arrival, Browser } from './browser.mjs';

const MOST_PAGES = 8;
const ALLOW = /allow|accept|agree/i;
const DENY = /deny|refuse|decline/i;
const SIGN_OUT = /sign.?out|log.?out/i;

export class Person {
  /** @param {{username: string, password: string}} account */
  constructor(server, account) {
    this.browser = new Browser(server);
    this.account = account;
    /** What was asked on the way, in order. */
    this.pages = [];
  }

  /** @returns {Promise<Arrival>} where the authorization response arrives. @param {'allow' | 'deny'} decision on the consent page. */
  async authorize(url, decision = 'allow') {
    this.pages = [];
    let shown = await this.browser.open(String(url));
    while (!(shown instanceof Arrival)) {
      if (shown.status >= 400 || this.pages.length === MOST_PAGES) {
        throw new Error(`Stuck at ${new URL(shown.url).pathname} (${shown.status}): ${shown.text.slice(0, 400)}`);
      }

      shown = await this.#answer(shown, decision);
    }

    return shown;
  }

  /** Follows an RP-initiated logout; confirms if asked. @returns {Promise<Arrival | object>} the application's address, or the last page. */
  async signOut(url) {
    this.pages = [];
    const shown = await this.browser.open(String(url));
    const confirm = shown instanceof Arrival ? null : pressable(shown, SIGN_OUT);
    if (!confirm) {
      return shown;
    }

    this.pages.push('confirm');
    return this.browser.submit(confirm.form, {}, confirm.button);
  }

  #answer(page, decision) {
    const signIn = page.forms.find(form => form.inputs.some(each => each.type === 'password'));
    if (signIn) {
      this.pages.push('sign-in');
      return this.#signIn(signIn);
    }

    // A form that already holds the answer: form_post without scripts, sent by its button.
    const post = page.forms.find(form => new URL(form.action).origin !== this.browser.origin);
    if (post) {
      this.pages.push('form_post');
      return this.browser.submit(post, {}, post.buttons[0]);
    }

    const consent = pressable(page, decision === 'allow' ? ALLOW : DENY);
    if (!consent) {
      throw new Error(`A page that asks for nothing known: ${page.title} | ${page.text.slice(0, 400)}`);
    }

    this.pages.push('consent');
    return this.browser.submit(consent.form, {}, consent.button);
  }

  #signIn(form) {
    const identifier = form.inputs.find(each => ['text', 'email'].includes(each.type));
    const password = form.inputs.find(each => each.type === 'password');
    return this.browser.submit(form, { [identifier.name]: this.account.username, [password.name]: this.account.password }, form.buttons[0]);
  }
}

/** The first button whose label fits, with its form. */
function pressable(page, label) {
  for (const form of page.forms.filter(each => each.method === 'POST')) {
    const button = form.buttons.find(each => label.test(each.text));
    if (button) {
      return { form, button };
    }
  }

  return null;
}
