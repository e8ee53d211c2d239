// The compose file by the Compose specification's own schema, as the linter dclint carries it, and by that linter's rules.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Ajv from 'ajv';
import { parse } from 'yaml';

const path = fileURLToPath(new URL('../../../docker-compose.yml', import.meta.url));
const linter = new URL('../node_modules/dclint/', import.meta.url);
const schema = JSON.parse(readFileSync(new URL('schemas/compose.schema.json', linter), 'utf8'));
// The schema names its dialect by an address that ajv knows with another spelling, and formats that only describe.
const conforms = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' });
const compose = () => parse(readFileSync(path, 'utf8'), { merge: true });

test('the compose file is one by the Compose specification', () => {
  assert.equal(schema.title, 'Compose Specification');
  conforms(compose());
  assert.deepEqual(conforms.errors, null);
});

test('the schema refuses what an engine would not understand', () => {
  for (const spoil of [
    file => { file.services.identitysource.dependson = {}; },
    file => { file.services.identitysource.depends_on.sqlserver.condition = 7; },
    file => { file.services.identitysource.read_only = ['yes']; },
    file => { file.secrets.master_key = './secrets/master_key'; },
  ]) {
    const file = compose();
    spoil(file);
    assert.equal(conforms(file), false);
  }
});

test('the linter finds no error, and warns of nothing but the order and the quotes', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(new URL('bin/dclint.cjs', linter)), '--formatter', 'json', path]);
  const found = JSON.parse(stdout).flatMap(file => file.messages);
  const style = ['service-keys-order', 'services-alphabetical-order', 'top-level-properties-order', 'no-quotes-in-volumes', 'require-quotes-in-ports'];
  assert.deepEqual(found.filter(message => message.type === 'error' || !style.includes(message.rule)), []);
});
