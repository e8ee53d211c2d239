// The files of a single-page application, and nothing else: it has no server side.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const FILES = {
  '/': ['../spa/index.html', 'text/html; charset=utf-8'],
  '/posted': ['../spa/posted.html', 'text/html; charset=utf-8'],
  '/message': ['../spa/message.html', 'text/html; charset=utf-8'],
  '/message.js': ['../spa/message.js', 'text/javascript'],
  '/app.js': ['../spa/app.js', 'text/javascript'],
  '/oidc-client-ts.js': ['../node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js', 'text/javascript'],
};

/**
 * Listens on loopback, on a port that was free. The one site has two names: by `other` it is another site than the server on
 * `localhost`, whose Lax cookies do not come along in a frame; by `same` it is the same site, and they do.
 */
export async function serveSpa() {
  const server = createServer(async (request, response) => {
    const [file, type] = FILES[new URL(request.url, 'http://spa').pathname] ?? [];
    if (!file) {
      response.writeHead(404).end();
      return;
    }

    response.writeHead(200, { 'content-type': type }).end(await readFile(new URL(file, import.meta.url)));
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origins: { other: `http://127.0.0.1:${port}`, same: `http://localhost:${port}` }, close };
}
