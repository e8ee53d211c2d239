// Starts the built server on a free loopback port with a data folder of its own, and runs its command line against the same folder.
import { execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const START_SECONDS = 40;
const STOP_SECONDS = 20;

export class Server {
  static async start() {
    const folder = mkdtempSync(join(tmpdir(), 'identitysource-interop-'));
    // A database that runs as another user must be able to pass through to its own folder.
    chmodSync(folder, 0o755);
    const server = new Server(builtServer(), folder, await freePort());
    try {
      await server.#start();
    } catch (error) {
      await server.stop();
      throw error;
    }

    return server;
  }

  #process;

  constructor(dll, folder, port) {
    this.dll = dll;
    this.folder = folder;
    this.log = join(folder, 'server.log');
    this.origin = `http://localhost:${port}`;
    const own = {
      ASPNETCORE_ENVIRONMENT: 'Production',
      ASPNETCORE_URLS: this.origin,
      IdentitySource__PublicOrigin: this.origin,
      IdentitySource__DataFolder: join(folder, 'data'),
    };
    this.environment = { ...process.env, ...own };
    /** What a test needs to run the command line itself. */
    this.shell = { program: ['dotnet', dll], environment: own };
  }

  /** One command of the server's command line; every one answers with a JSON object. */
  async command(...words) {
    const { stdout } = await run('dotnet', [this.dll, ...words, '--json'], { env: this.environment, cwd: this.folder });
    return JSON.parse(stdout);
  }

  /** SIGTERM to this one process; its database stops with it. The folder goes only when nothing writes to it any more. */
  async stop() {
    if (this.#process && this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = new Promise(resolve => this.#process.once('exit', resolve));
      this.#process.kill('SIGTERM');
      const timer = setTimeout(() => this.#process.kill('SIGKILL'), STOP_SECONDS * 1000);
      await ended;
      clearTimeout(timer);
    }

    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  async #start() {
    const log = openSync(this.log, 'w');
    this.#process = spawn('dotnet', [this.dll, 'serve'], { env: this.environment, cwd: this.folder, stdio: ['ignore', log, log] });
    const deadline = Date.now() + START_SECONDS * 1000;
    while (!(await this.#answers())) {
      if (this.#process.exitCode !== null || Date.now() > deadline) {
        throw new Error(`The server did not start:\n${readFileSync(this.log, 'utf8').slice(-4000)}`);
      }

      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  #answers() {
    return fetch(`${this.origin}/oidc/.well-known/openid-configuration`).then(response => response.ok, () => false);
  }
}

/** The newest build, unless the environment names one. */
function builtServer() {
  const named = process.env.IDENTITYSOURCE_SERVER_DLL;
  const artifacts = fileURLToPath(new URL('../../artifacts/bin/IdentitySource.Server', import.meta.url));
  const built = ['release', 'debug'].map(kind => join(artifacts, kind, 'IdentitySource.Server.dll')).filter(existsSync);
  const dll = named || built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  if (!dll || !existsSync(dll)) {
    throw new Error(`No built server: ${named || artifacts}. Build it first, or name it with IDENTITYSOURCE_SERVER_DLL.`);
  }

  return dll;
}

export async function freePort() {
  const probe = createServer();
  await new Promise(resolve => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise(resolve => probe.close(resolve));
  return port;
}
