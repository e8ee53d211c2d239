// The console, as an administrator without scripts uses it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Browser } from './browser.mjs';

const ACCOUNT = { email: 'olga@shop.example', password: 'correct horse 42 staple' };

export class Console {
  /** The first administrator, made by the set-up page: there is one of these in a deployment. */
  static async setUp(origin, shell) {
    const [program, ...words] = shell.program;
    const { stdout } = await promisify(execFile)(program, [...words, 'setup-link', '--json'], { env: { ...process.env, ...shell.environment } });
    const browser = new Browser(origin);
    const page = await browser.open(JSON.parse(stdout).link);
    await browser.submit(formWith(page, 'password'), ACCOUNT);
    const signIn = await browser.open(`${origin}/console`);
    const asked = signIn.forms.find(form => 'identifier' in form.values);
    const inside = asked ? await browser.submit(asked, { identifier: ACCOUNT.email, password: ACCOUNT.password }) : signIn;
    if (!new URL(inside.url).pathname.startsWith('/console/default')) {
      throw new Error(`Not inside the console: ${inside.url} ${inside.text.slice(0, 300)}`);
    }

    return new Console(origin, browser);
  }

  constructor(origin, browser) {
    this.origin = origin;
    this.browser = browser;
  }

  /** @returns {Promise<object>} the page that creating leads to. */
  async createApplication(fields) {
    const page = await this.browser.open(`${this.origin}/console/default/applications/new`);
    return this.browser.submit(formWith(page, 'redirect_uris'), { type: 'Web', ...fields });
  }

  open(url) {
    return this.browser.open(url);
  }

  /** Presses the button of the form that goes to this handler. */
  press(page, handler, fields = {}) {
    return this.browser.submit(page.forms.find(form => new URL(form.action).searchParams.get('handler') === handler), fields);
  }
}

const formWith = (page, name) => page.forms.find(form => form.inputs.some(each => each.name === name));
