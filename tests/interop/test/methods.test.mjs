// An application with another way of proving itself at each endpoint, as its metadata says.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deployment } from '../support/deployment.mjs';
import { Person } from '../support/person.mjs';
import { RelyingParty } from '../support/relyingParty.mjs';

const { origin, applications, users } = deployment();
const application = applications.mixed;
const REFUSED = { status: 401 };

/** The application as somebody configured it who read only that one endpoint's method. */
const by = method => RelyingParty.connect({ ...application, method });

describe('openid-client with a method for each endpoint', () => {
  it('finds all three in the metadata, and is refused with another', async () => {
    const [basic, post, none] = await Promise.all(['client_secret_basic', 'client_secret_post', 'none'].map(by));
    const metadata = basic.config.serverMetadata();
    assert.deepEqual(metadata.token_endpoint_auth_methods_supported, ['client_secret_basic']);
    assert.deepEqual(metadata.introspection_endpoint_auth_methods_supported, ['client_secret_post']);
    assert.deepEqual(metadata.revocation_endpoint_auth_methods_supported, ['none']);

    const tokens = await basic.signIn(new Person(origin, users.ann));
    assert.equal((await post.introspect(tokens.access_token)).active, true);
    for (const other of [post, none]) {
      await assert.rejects(other.signIn(new Person(origin, users.ann)), REFUSED);
    }

    for (const other of [basic, none]) {
      await assert.rejects(other.introspect(tokens.access_token), REFUSED);
    }

    for (const other of [basic, post]) {
      await assert.rejects(other.revoke(tokens.access_token), REFUSED);
    }

    await none.revoke(tokens.access_token);
    assert.deepEqual(await post.introspect(tokens.access_token), { active: false });
  });
});
