import assert from 'node:assert/strict';
import test from 'node:test';
import { execCredential } from './execCredential.ts';

const apiVersion = 'client.authentication.k8s.io/v1';
const cluster = { server: 'https://x:6443', ca: 'PEM', fields: { 'tls-server-name': 'y' } };

/** A user whose program is this line of a shell. */
const shell = (line: string, more: object = {}) => ({
  apiVersion,
  interactiveMode: 'Never',
  command: 'sh',
  args: ['-c', line],
  ...more,
});
const answer = (status: object): string => `echo '${JSON.stringify({ kind: 'ExecCredential', apiVersion, status })}'`;

test('execCredential() takes the token or the certificate that the program prints', () => {
  assert.deepEqual(execCredential(shell(answer({ token: 'abc' })), cluster), { token: 'abc' });
  const pair = { clientCertificateData: 'C', clientKeyData: 'K' };
  assert.deepEqual(execCredential(shell(answer(pair)), cluster), { cert: 'C', key: 'K' });
});

test('execCredential() tells the program its variables, and the cluster when it is wanted', () => {
  const told = (more: object): unknown => {
    const line = `printf '{"kind":"ExecCredential","apiVersion":"${apiVersion}","status":{"token":"%s"}}' "$(printf %s "$X$KUBERNETES_EXEC_INFO" | base64 -w0)"`;
    const { token } = execCredential(shell(line, { env: [{ name: 'X', value: ' ' }], ...more }), cluster);
    return JSON.parse(Buffer.from(String(token), 'base64').toString());
  };
  assert.deepEqual(told({}), { kind: 'ExecCredential', apiVersion, spec: { interactive: false } });
  assert.deepEqual(told({ provideClusterInfo: true }), {
    kind: 'ExecCredential',
    apiVersion,
    spec: {
      cluster: {
        server: 'https://x:6443',
        'tls-server-name': 'y',
        'certificate-authority-data': Buffer.from('PEM').toString('base64'),
        config: null,
      },
      interactive: false,
    },
  });
});

const failures: readonly [what: string, exec: object, message: RegExp][] = [
  ['that fails', shell('exit 3'), /getting credentials: exec: executable sh failed with exit code 3$/],
  [
    'that is not there',
    { apiVersion, command: 'no-such-program', installHint: 'get it' },
    /not found\n\n[^]*\n\nget it$/,
  ],
  ['that prints no JSON', shell('echo hello'), /decoding stdout/],
  ['that prints another version', shell('echo \'{"kind":"ExecCredential"}\''), /plugin returned version \(none\)/],
  ['that prints no credential', shell(answer({})), /didn't return a token or cert\/key pair/],
  ['that prints half a pair', shell(answer({ clientKeyData: 'K' })), /only certificate or key, not both/],
  ['of an unknown version', { apiVersion: 'x/v1', command: 'sh' }, /invalid apiVersion "x\/v1"/],
];
for (const [what, exec, message] of failures) {
  test(`execCredential() refuses a program ${what}`, () => {
    assert.throws(() => execCredential(exec, cluster), { name: 'PlainError', message });
  });
}
