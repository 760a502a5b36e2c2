import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from 'js-yaml';
import { parsePlainYaml } from './parsePlain.ts';

const kubeconfig = `# written by a tool
apiVersion: v1
kind: Config
preferences: {}
clusters:
- cluster:
    certificate-authority-data: LS0tLS1CRUdJTi+/Zz==
    server: https://127.0.0.1:6443
  name: kind-one

-   name: two
    cluster:
      insecure-skip-tls-verify: true
      server: "https://[::1]:6443/k8s # no comment"
contexts:
  - context:
      cluster: kind-one
      user: admin@one
    name: admin@one
  - name: empty
    context:
users:
- name: admin@one
  user:
    exec:
      args:
      - get-token
      - --login
      env: []
current-context: admin@one
`;

test('parsePlainYaml() reads a kubeconfig as the whole parser does', () => {
  const text = kubeconfig.replace('      - --login\n', '');
  assert.deepEqual(parsePlainYaml(text), load(text));
});

const others: readonly [what: string, text: string][] = [
  ['a number', 'a: 1'],
  ['a word that begins with a dash', 'a:\n- --login'],
  ['a word that means nothing', 'a: null'],
  ['a word that means true to some', 'a: yes'],
  ['single quotes', "a: 'b'"],
  ['an escape', 'a: "b\\n"'],
  ['a comment behind a value', 'a: b # c'],
  ['text of several words', 'a: b c'],
  ['text over several lines', 'a: b\n  c'],
  ['a block of text', 'a: |\n  b'],
  ['flow style', 'a: {b: c}'],
  ['an anchor', 'a: &x b'],
  ['a tag', 'a: !!str b'],
  ['a name twice', 'a: b\na: c'],
  ['a list in a list', 'a:\n- - b'],
  ['an item that begins on the next line', 'a:\n-\n  b: c'],
  ['several documents', 'a: b\n---\na: c'],
  ['a tab', 'a:\n\tb: c'],
  ['an indentation that fits nothing', 'a:\n    b: c\n  d: e'],
  ['a colon at the end', 'a: b:'],
  ['nothing', ''],
];
for (const [what, text] of others) {
  test(`parsePlainYaml() leaves ${what} to the whole parser`, () => {
    assert.equal(parsePlainYaml(text), undefined);
  });
}
