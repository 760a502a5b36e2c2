import assert from 'node:assert/strict';
import test from 'node:test';
import { parseImage, withDefaultTag } from './imageReference.ts';
import { credentialsFor } from './pullSecrets.ts';

test('parseImage() fills in registry and library', () => {
  const cases = [
    ['nginx', 'docker.io library/nginx'],
    ['a/b:1', 'docker.io a/b 1'],
    ['localhost/x', 'localhost x'],
    ['host:5000/a/b:t', 'host:5000 a/b t'],
    ['gcr.io/p/i@sha256:' + 'a'.repeat(64), 'gcr.io p/i sha256:' + 'a'.repeat(64)],
    ['docker.io/nginx', 'docker.io library/nginx'],
  ] as const;
  for (const [text, expected] of cases) {
    const { registry, repository, tag, digest } = parseImage(text);
    assert.equal([registry, repository, tag, digest].filter(Boolean).join(' '), expected);
  }
});

test('withDefaultTag() adds :latest only where nothing is said', () => {
  assert.deepEqual(['nginx', 'nginx:1', 'h:5000/x'].map(withDefaultTag), [
    'nginx:latest',
    'nginx:1',
    'h:5000/x:latest',
  ]);
});

test("names that are none are refused in upstream's words", () => {
  assert.throws(() => parseImage('BAD NAME'), {
    message: 'couldn\'t parse image name "BAD NAME": invalid reference format',
  });
  assert.throws(() => parseImage('Nginx'), { message: /must be lowercase/ });
  for (const text of ['', 'a:', ':x', 'a//b', 'a@sha256:12']) assert.throws(() => parseImage(text), text);
});

test('credentials are chosen by registry, the most specific first', () => {
  const auths = {
    'https://index.docker.io/v1/': { auth: Buffer.from('hub:pw').toString('base64') },
    'r.example': { username: 'all', password: 'p' },
    'r.example/team': { username: 'team', password: 'p' },
    '*.wild.example': { username: 'w', password: 'p' },
  };
  const secret = { data: { '.dockerconfigjson': Buffer.from(JSON.stringify({ auths })).toString('base64') } };
  const names = (image: string): string[] =>
    credentialsFor(image, [secret, { data: { '.dockerconfigjson': 'bm90IGpzb24=' } }]).map((c) => c.username);
  assert.deepEqual(names('nginx'), ['hub']);
  assert.deepEqual(names('r.example/team/app:1'), ['team', 'all']);
  assert.deepEqual(names('a.wild.example/x'), ['w']);
  assert.deepEqual(names('elsewhere.example/x'), []);
});
