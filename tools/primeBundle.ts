/**
 * Runs a `get` of the bundled command line once, against a server of this process, so that Node.js keeps the compiled code of
 * what mostly runs. It keeps what the first run of a file has called, and no later one adds to that.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';

const table = {
  kind: 'Table',
  apiVersion: 'meta.k8s.io/v1',
  metadata: { resourceVersion: '1' },
  columnDefinitions: [{ name: 'Name', type: 'string', format: 'name', description: '', priority: 0 }],
  rows: [{ cells: ['web-0'], object: { metadata: { name: 'web-0', namespace: 'default' } } }],
};

const server = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(table));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const port = typeof address === 'object' && address ? address.port : 0;
const child = spawn(
  join(import.meta.dirname, '..', 'bin', 'peapod'),
  ['-s', `http://127.0.0.1:${port}`, 'get', 'pods'],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
const [code] = await once(child, 'close');
server.close();
process.exitCode = code === 0 ? 0 : 1;
