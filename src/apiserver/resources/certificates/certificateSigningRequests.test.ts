import assert from 'node:assert/strict';
import test from 'node:test';
import type { CertificateSigningRequest } from '../../../api/certificates/v1.ts';
import type { Status } from '../../../api/meta/v1.ts';
import { newCertificateRequest } from '../../../cluster/certificates.ts';
import { admissionPlugins } from '../../admission/index.ts';
import { bootstrapPolicy } from '../../authorization/bootstrapPolicy.ts';
import type { TestPair } from '../../testing/testCertificates.ts';
import { startTestServer, type TestServer } from '../../testing/testServer.ts';
import { registrations } from '../index.ts';

const base = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
const clientSigner = 'kubernetes.io/kube-apiserver-client';
let server: TestServer;
let node: TestPair;
let request: string;
test.before(async () => {
  server = await startTestServer({
    registrations: registrations(),
    admission: admissionPlugins(),
    policy: bootstrapPolicy,
  });
  node = await server.certificates.client('system:node:n1', 'system:nodes');
  request = await requestOf('jane', 'staff');
});
test.after(() => server[Symbol.asyncDispose]());

async function requestOf(commonName: string, ...organizations: string[]): Promise<string> {
  const made = await newCertificateRequest({ commonName, organizations });
  return Buffer.from(made.request).toString('base64');
}

const csr = (name: string, spec: object = {}): object => ({
  metadata: { name },
  spec: { request, signerName: clientSigner, usages: ['client auth'], ...spec },
  status: { conditions: [{ type: 'Approved', status: 'True' }] },
});
const post = async (body: object, as?: TestPair) => server.request('POST', base, body, { ...(as && { as }) });
const messageOf = (body: unknown): string => (body as Status).message ?? '';

test('who asks is noted by the server, and nothing is approved beforehand', async () => {
  const { status, body } = await post(csr('mine', { username: 'root', groups: ['system:masters'] }), node);
  assert.equal(status, 201, messageOf(body));
  // A named seam of the test: the answer is the object.
  const made = body as unknown as CertificateSigningRequest;
  assert.equal(made.spec.username, 'system:node:n1');
  assert.deepEqual(made.spec.groups, ['system:nodes', 'system:authenticated']);
  assert.deepEqual(made.status, {});
});

test('what is no request, or asks for what there is not, is refused in upstream’s words', async () => {
  const refused = async (spec: object): Promise<string> => {
    const { status, body } = await post(csr('bad', spec));
    assert.equal(status, 422);
    return messageOf(body);
  };
  assert.match(await refused({ request: 'aGVsbG8=' }), /spec\.request: .*PEM block type must be CERTIFICATE REQUEST/);
  assert.match(
    await refused({ signerName: 'mine' }),
    /must be a fully qualified domain and path of the form 'example\.com\/signer-name'/,
  );
  assert.match(await refused({ usages: [] }), /spec\.usages: Required value/);
  assert.match(await refused({ usages: ['fun'] }), /spec\.usages\[0\]: Unsupported value: "fun"/);
  assert.match(
    await refused({ expirationSeconds: 60 }),
    /may not specify a duration less than 600 seconds \(10 minutes\)/,
  );
});

test('nobody asks for a certificate of the administrators', async () => {
  const { status, body } = await post(csr('root', { request: await requestOf('root', 'system:masters') }));
  assert.equal(status, 403);
  assert.match(messageOf(body), /signer with system:masters group is not allowed/);
});

test('a decision is taken once, by approval alone', async () => {
  const made = (await post(csr('decided'))).body as unknown as CertificateSigningRequest;
  const conditions = [{ type: 'Approved', status: 'True', reason: 'Test' }];
  const put = (subresource: string, body: object) => server.request('PUT', `${base}/decided/${subresource}`, body);
  const early = await put('status', { ...made, status: { conditions } });
  assert.match(messageOf(early.body), /updates may not add a condition of type "Approved"/);
  const approved = await put('approval', { ...made, status: { conditions } });
  assert.equal(approved.status, 200);
  const now = approved.body as unknown as CertificateSigningRequest;
  assert.ok(now.status?.conditions?.[0]?.lastTransitionTime);
  const undone = await put('approval', { ...now, status: { conditions: [] } });
  assert.match(messageOf(undone.body), /updates may not remove a condition of type "Approved"/);
  const both = [...(now.status?.conditions ?? []), { type: 'Denied', status: 'True' }];
  const contradiction = await put('approval', { ...now, status: { conditions: both } });
  assert.match(messageOf(contradiction.body), /Approved and Denied conditions are mutually exclusive/);
});
