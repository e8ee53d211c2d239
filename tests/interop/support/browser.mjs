// A browser without scripts: cookies, redirects, forms. Enough to walk a person through the pages, and quick.
import { read } from './html.mjs';

const LONGEST_WAY = 20;

/** An address outside the server: where the person has left for, and what the browser brings there. */
export class Arrival {
  constructor(url, method, form) {
    this.url = new URL(url);
    this.method = method;
    this.form = form;
  }

  /** The answer's parameters, wherever they travel: body, fragment or query. */
  get parameters() {
    return this.form ?? new URLSearchParams(this.url.hash ? this.url.hash.slice(1) : this.url.search);
  }

  /** As the application's web framework would hand it on. */
  toRequest() {
    return this.form ? new Request(this.url, { method: 'POST', body: this.form }) : new Request(this.url);
  }
}

export class Browser {
  #cookies = new Map();

  /** @param {string} server origin of the server; every other address is an arrival. */
  constructor(server) {
    this.origin = new URL(server).origin;
  }

  get cookies() {
    return [...this.#cookies.values()];
  }

  /** Follows redirects and continue pages. @returns {Promise<object | Arrival>} the page that is shown, or where the way led out. */
  async open(url, { method = 'GET', form } = {}) {
    for (let step = 0; step < LONGEST_WAY; step++) {
      if (new URL(url).origin !== this.origin) {
        return new Arrival(url, method, form);
      }

      const response = await this.#send(url, method, form);
      const location = response.headers.get('location');
      if (location && response.status >= 300 && response.status < 400) {
        url = keepFragment(new URL(location, url), url);
        if (response.status < 307) {
          method = 'GET';
          form = undefined;
        }

        await response.arrayBuffer();
        continue;
      }

      const html = await response.text();
      const page = { url, status: response.status, headers: response.headers, html, ...read(html, url) };
      if (!page.refresh) {
        return page;
      }

      [url, method, form] = [page.refresh, 'GET', undefined];
    }

    throw new Error(`More than ${LONGEST_WAY} steps, the last to ${new URL(url).pathname}`);
  }

  /** Sends a form of a page as a person would: every field it came with, those filled in, and the button that was pressed. */
  submit(form, fields = {}, button) {
    const values = new URLSearchParams({ ...form.values, ...fields });
    if (button?.name) {
      values.append(button.name, button.value);
    }

    const action = new URL(button?.action ?? form.action, form.action);
    if (form.method === 'POST') {
      return this.open(action.href, { method: 'POST', form: values });
    }

    action.search = values.toString();
    return this.open(action.href);
  }

  async #send(url, method, form) {
    const cookie = this.cookies.filter(each => matches(each, new URL(url))).map(each => `${each.name}=${each.value}`).join('; ');
    const headers = { accept: 'text/html', 'accept-language': 'en', ...(cookie && { cookie }) };
    if (method === 'POST') {
      // Chromium sends these with every form; the server may refuse a form that says it comes from elsewhere.
      Object.assign(headers, { origin: this.origin, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' });
    }

    const response = await fetch(url, { method, headers, body: form, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      this.#keep(line, new URL(url));
    }

    return response;
  }

  #keep(line, url) {
    const [pair, ...attributes] = line.split(';').map(each => each.trim());
    const separator = pair.indexOf('=');
    const named = Object.fromEntries(attributes.map(each => [each.split('=')[0].toLowerCase(), each.split('=').slice(1).join('=')]));
    const cookie = {
      name: pair.slice(0, separator),
      value: pair.slice(separator + 1),
      host: url.hostname,
      path: named.path || '/',
      httpOnly: 'httponly' in named,
      sameSite: named.samesite,
    };
    const key = [cookie.host, cookie.path, cookie.name].join('|');
    const gone = named['max-age'] !== undefined ? Number(named['max-age']) <= 0 : named.expires && new Date(named.expires) <= new Date();
    gone ? this.#cookies.delete(key) : this.#cookies.set(key, cookie);
  }
}

/** RFC 6265 §5.4; the port does not count. */
function matches(cookie, url) {
  return cookie.host === url.hostname
    && (url.pathname === cookie.path || url.pathname.startsWith(cookie.path.endsWith('/') ? cookie.path : `${cookie.path}/`));
}

function keepFragment(target, from) {
  target.hash ||= new URL(from).hash;
  return target.href;
}
