/**
 * Generates the CRI and containerd-events bindings under src/node/runtime/cri/generated.
 *
 *   bin/node tools/generateCri.ts path/to/cri/v1/api.proto [path/to/containerd/events.proto]
 *
 * Needs protoc (Debian: protobuf-compiler). The interface definition is read, stripped of its comments and of the
 * options of other languages, and compiled; it is not kept here.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const [criProto, eventsProto] = process.argv.slice(2);
if (criProto === undefined) {
  console.error('usage: bin/node tools/generateCri.ts <CRI v1 api.proto> [<containerd events.proto>]');
  process.exit(2);
}

const work = mkdtempSync(path.join(tmpdir(), 'peapod-cri-'));
try {
  const names = ['cri.proto'];
  writeFileSync(path.join(work, 'cri.proto'), bare(readFileSync(criProto, 'utf8')));
  if (eventsProto !== undefined) {
    names.push('containerdEvents.proto');
    writeFileSync(path.join(work, 'containerdEvents.proto'), bare(readFileSync(eventsProto, 'utf8')));
  }
  execFileSync('protoc', [
    `--plugin=${path.join(root, 'node_modules/.bin/protoc-gen-es')}`,
    `--es_out=${path.join(root, 'src/node/runtime/cri/generated')}`,
    '--es_opt=target=js+dts',
    `--proto_path=${work}`,
    ...names,
  ], { stdio: 'inherit' });
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
