import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import type { Api } from './apiReader.ts';
import { inconsistencies, readApi } from './apiReader.ts';

/** Reads an API of one file, `core/v1.ts`. */
function read(source: string): Api {
  const root = mkdtempSync(join(tmpdir(), 'peapod-api-'));
  try {
    mkdirSync(join(root, 'core'));
    writeFileSync(
      join(root, 'core/v1.ts'),
      `/**\n * @groupVersion v1\n */\nimport type { Int32, Quantity } from '../scalars.ts';\n${source}`,
    );
    return readApi(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

test('readApi() reads types, markers and docs', () => {
  const { schema, docs } = read(`
/** A thing.
 * @kind Thing
 * @scope Cluster */
export interface Thing {
  /** How many
   * of them.
   * @proto 2
   * @pointer
   * @default 3 */
  count?: Int32;
  /** @proto 1
   * @required
   * @always
   * @list map
   * @listKey name
   * @patchStrategy merge,retainKeys
   * @patchMergeKey name */
  parts: Record<string, Color[]>;
}
/** @enum */
export type Color = 'red' | 'green';
`);
  assert.deepEqual(schema.modules, { 'core/v1': 'v1' });
  assert.deepEqual(schema.structs, {
    'core/v1.Thing': {
      kind: 'C',
      f: [
        ['count', 'i', 2, 4, { d: 3 }],
        ['parts', '{[@core/v1.Color', 1, 3, { l: 'map', k: ['name'], p: ['merge', 'retainKeys'], mk: 'name' }],
      ],
    },
  });
  assert.deepEqual(schema.aliases, { 'core/v1.Color': { t: 's', enum: ['red', 'green'] } });
  assert.deepEqual(docs, { 'core/v1.Thing': ['A thing.', { count: 'How many of them.' }] });
});

test('readApi() spreads an inlined struct where Go embeds it', () => {
  const { schema } = read(`
/** @inline Source 2 */
export interface Volume extends Source {
  /** @proto 1 */
  name?: string;
  /** @proto 3 */
  last?: string;
}
export interface Source {
  /** @proto 7 */
  path?: string;
}
`);
  assert.deepEqual(schema.structs['core/v1.Volume']?.f, [
    ['name', 's', 1, 0],
    ['path', 's', 7, 0, { ip: 2 }],
    ['last', 's', 3, 0],
  ]);
});

for (const [what, source, message] of [
  ['an unknown marker', '/** @knd X */\nexport interface X {}', /v1\.ts:6: unknown marker @knd/],
  ['a bare number', 'export interface X {\n  a?: number;\n}', /v1\.ts:6: say which number: Int32, Int64 or Float64/],
  ['an unknown type', 'export interface X {\n  a?: Nope;\n}', /v1\.ts:6: unknown type Nope/],
  [
    'a field that is required and optional',
    'export interface X {\n  /** @required */\n  a?: string;\n}',
    /a: @required and '\?' disagree/,
  ],
] as const) {
  test(`readApi() refuses ${what}, and names the line`, () => {
    assert.throws(() => read(source), message);
  });
}

test('inconsistencies() finds a struct field that does not say what its absence means', () => {
  assert.deepEqual(inconsistencies(read('export interface X {\n  /** @proto 1 */\n  a?: Quantity;\n}').schema), [
    'core/v1.X.a: a struct must be @always or @pointer',
  ]);
});
