/**
 * Generates the CRI and containerd-events bindings under src/node/runtime/cri/generated.
 *
 *   bin/node tools/generateCri.ts path/to/cri/v1/api.proto
 *
 * Needs protoc (Debian: protobuf-compiler). CRI's interface definition is read, stripped of its comments and of the
 * options of other languages, and compiled; it is not kept here (Debian: golang-github-kubernetes-cri-api-dev).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const [criProto] = process.argv.slice(2);
const eventsProto = path.join(root, 'src/node/runtime/cri/containerdEvents.proto');
if (criProto === undefined) {
  console.error('usage: bin/node tools/generateCri.ts <CRI v1 api.proto>');
  process.exit(2);
}

const work = mkdtempSync(path.join(tmpdir(), 'peapod-cri-'));
try {
  writeFileSync(path.join(work, 'cri.proto'), bare(readFileSync(criProto, 'utf8')));
  writeFileSync(path.join(work, 'containerdEvents.proto'), bare(readFileSync(eventsProto, 'utf8')));
  execFileSync(
    'protoc',
    [
      `--plugin=${path.join(root, 'node_modules/.bin/protoc-gen-es')}`,
      `--es_out=${path.join(root, 'src/node/runtime/cri/generated')}`,
      '--es_opt=target=js+dts',
      `--proto_path=${work}`,
      'cri.proto',
      'containerdEvents.proto',
    ],
    { stdio: 'inherit' },
  );
} finally {
  rmSync(work, { recursive: true });
}

function bare(source: string): string {
  return source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/[^\n]*/g, '')
    .replace(/^import (weak )?"[^"]*gogo[^\n]*\n/gm, '')
    .replace(/^option [^\n]*\n/gm, '')
    .replace(/ *\[debug_redact = true\]/g, '');
}
