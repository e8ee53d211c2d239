// What run.mjs made before the tests: the server's origin, its applications and users.

export const VARIABLE = 'IDENTITYSOURCE_INTEROP';

/** @returns {{origin: string, spa: string, shell: {program: string[], environment: object}, applications: object, users: object}} */
export function deployment() {
  const text = process.env[VARIABLE];
  if (!text) {
    throw new Error('No deployment to test against: start the tests with `npm test`, or `npm test -- test/one.test.mjs`.');
  }

  return JSON.parse(text);
}
