/**
 * Reads src/api/**\/*.ts into the compact schema. Every declaration and marker must be understood: what is not is an
 * error that names file and line, so that nothing in the API is silently left out.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from 'oxc-parser';
import type { Comment, Directive, Expression, Statement, TSPropertySignature, TSType, TSTypeName } from 'oxc-parser';
import { fieldFlags } from '../src/machinery/schema/model.ts';
import type {
  AliasData,
  DocsData,
  FieldData,
  FieldExtras,
  ListType,
  SchemaData,
  StructData,
  scalarLetters,
} from '../src/machinery/schema/model.ts';

export interface Api {
  readonly schema: SchemaData;
  readonly docs: DocsData;
}

const scalarNames: Readonly<Record<string, keyof typeof scalarLetters>> = {
  Int32: 'i',
  Int64: 'l',
  Float64: 'd',
  Quantity: 'q',
  IntOrString: 'o',
  Time: 't',
  MicroTime: 'u',
  Duration: 'n',
  Base64: 'y',
  RawExtension: 'x',
  FieldsV1: 'f',
  JSONValue: 'j',
};

const knownMarkers = new Set([
  'groupVersion',
  'file',
  'kind',
  'scope',
  'inline',
  'struct',
  'proto',
  'list',
  'listKey',
  'map',
  'patchStrategy',
  'patchMergeKey',
  'default',
  'always',
  'pointer',
  'required',
  'immutable',
  'deprecated',
  'featureGate',
  'enum',
  'protoItems',
]);

interface Doc {
  readonly text: string;
  readonly markers: ReadonlyMap<string, readonly string[]>;
}

const noDoc: Doc = { text: '', markers: new Map() };

/** Splits a JSDoc block into its sentence part and its markers. */
function parseDoc(comment: string, fail: (why: string) => never): Doc {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\*+ ?/, '').trimEnd());
  const text: string[] = [];
  const markers = new Map<string, string[]>();
  for (const line of lines) {
    const marker = /^\s*@([A-Za-z]+)\s*(.*)$/.exec(line);
    if (!marker) {
      // A deprecation's sentence may run on; it stays part of the text.
      if (line.trim() !== '' || text.length > 0) text.push(line.trim());
      continue;
    }
    const [, name = '', value = ''] = marker;
    if (!knownMarkers.has(name))
      fail(`unknown marker @${name}; known are ${[...knownMarkers].map((m) => `@${m}`).join(' ')}`);
    markers.set(name, [...(markers.get(name) ?? []), value.trim()]);
  }
  const paragraphs = text
    .join('\n')
    .trim()
    .split(/\n{2,}/)
    .map((p) => p.replace(/\n/g, ' '));
  return { text: paragraphs.join('\n\n'), markers };
}

/** One source file while it is read. */
class ModuleReader {
  readonly module: string;
  private readonly file: string;
  private readonly source: string;
  /** Imported local name → type id. */
  private readonly names = new Map<string, string>();
  private readonly docEnds = new Map<number, string>();
  private readonly body: readonly (Statement | Directive)[];
  private readonly comments: readonly Comment[];

  constructor(root: string, file: string) {
    this.file = file;
    this.module = relative(root, file).replace(/\.ts$/, '');
    this.source = readFileSync(file, 'utf8');
    const { program, comments, errors } = parseSync(file, this.source);
    const [error] = errors;
    if (error) throw new Error(`${file}: ${error.message}`);
    this.body = program.body;
    this.comments = comments;
    for (const c of comments) if (c.type === 'Block' && c.value.startsWith('*')) this.docEnds.set(c.end, c.value);
  }

  private fail(at: number, why: string): never {
    throw new Error(`${this.file}:${this.source.slice(0, at).split('\n').length}: ${why}`);
  }

  /** The JSDoc block that ends right before `start`. */
  private docBefore(start: number): Doc {
    const end = this.source.slice(0, start).trimEnd().length;
    const comment = this.docEnds.get(end);
    return comment === undefined ? noDoc : parseDoc(comment, (why) => this.fail(start, why));
  }

  readInto(api: Api): void {
    this.readImports();
    const head = this.comments.find((c) => c.value.includes('@groupVersion'));
    const apiVersion = head && /@groupVersion\s+(\S+)/.exec(head.value)?.[1];
    if (!apiVersion) this.fail(0, 'no @groupVersion at the head of the file');
    api.schema.modules[this.module] = apiVersion;
    const declarations = this.body.flatMap((s) =>
      s.type === 'ExportNamedDeclaration' && s.declaration ? [{ at: s.start, d: s.declaration }] : [],
    );
    for (const { at, d } of declarations) {
      const isType = d.type === 'TSInterfaceDeclaration' || d.type === 'TSTypeAliasDeclaration';
      if (isType) this.names.set(d.id.name, `${this.module}.${d.id.name}`);
      else this.fail(at, `${d.type} has no place in the API: interfaces and type aliases only`);
    }
    for (const { at, d } of declarations) {
      const doc = this.docBefore(at);
      if (d.type === 'TSTypeAliasDeclaration') {
        const id = `${this.module}.${d.id.name}`;
        api.schema.aliases[id] = this.alias(d.typeAnnotation, doc);
        if (doc.text) api.docs[id] = [doc.text, {}];
      } else if (d.type === 'TSInterfaceDeclaration') {
        this.readStruct(
          api,
          d.id.name,
          d.extends.map((h) => this.heritage(h.expression)),
          d.body.body.map((m) => {
            if (m.type !== 'TSPropertySignature')
              this.fail(m.start, `${m.type} has no place in an API type: properties only`);
            return m;
          }),
          doc,
        );
      }
    }
  }

  private readImports(): void {
    for (const s of this.body) {
      if (s.type !== 'ImportDeclaration') continue;
      const target = /^\.\.\/(.+)\.ts$/.exec(s.source.value)?.[1];
      if (!target) this.fail(s.start, `imports '${s.source.value}': the API imports nothing but itself`);
      for (const specifier of s.specifiers) {
        if (specifier.type !== 'ImportSpecifier' || specifier.imported.type !== 'Identifier') {
          this.fail(specifier.start, 'import types by name');
        }
        this.names.set(specifier.local.name, `${target}.${specifier.imported.name}`);
      }
    }
  }

  private heritage(e: Expression): string {
    if (e.type !== 'Identifier') this.fail(e.start, 'extends a named interface only');
    return this.typeId(e.name, e.start);
  }

  private typeId(name: string, at: number): string {
    return this.names.get(name) ?? this.fail(at, `unknown type ${name}`);
  }

  private alias(type: TSType, doc: Doc): AliasData {
    const items = doc.markers.get('protoItems')?.[0];
    const either = this.either(type);
    if (either) return { t: either };
    if (type.type === 'TSUnionType' || type.type === 'TSLiteralType') {
      const values = (type.type === 'TSUnionType' ? type.types : [type]).map((t) => {
        if (t.type !== 'TSLiteralType' || t.literal.type !== 'Literal' || typeof t.literal.value !== 'string') {
          this.fail(t.start, 'a union of string literals only');
        }
        return t.literal.value;
      });
      return doc.markers.has('enum') ? { t: 's', enum: values } : { t: 's' };
    }
    return items === undefined ? { t: this.type(type) } : { t: this.type(type), items: Number(items) };
  }

  /** The compact text of a union of a struct and what may stand in its place; undefined for other types. */
  private either(type: TSType): string | undefined {
    if (type.type !== 'TSUnionType') return undefined;
    const [one, other] = type.types;
    if (one?.type !== 'TSTypeReference' || !other || type.types.length > 2) return undefined;
    const struct = this.type(one);
    switch (other.type) {
      case 'TSBooleanKeyword':
        return `|b${struct}`;
      case 'TSArrayType':
        return `${other.elementType.type === 'TSStringKeyword' ? '|s' : '|l'}${struct}`;
      default:
        return this.fail(other.start, 'in place of a struct: a boolean, a list of it, or strings');
    }
  }

  /** The compact text of a type. */
  private type(t: TSType): string {
    switch (t.type) {
      case 'TSStringKeyword':
        return 's';
      case 'TSBooleanKeyword':
        return 'b';
      case 'TSArrayType':
        return `[${this.type(t.elementType)}`;
      case 'TSTypeReference': {
        const name = this.simpleName(t.typeName);
        if (name === 'Record') {
          const [key, value] = t.typeArguments?.params ?? [];
          if (key?.type !== 'TSStringKeyword' || !value) this.fail(t.start, 'maps are Record<string, X>');
          return `{${this.type(value)}`;
        }
        const id = this.typeId(name, t.start);
        if (!id.startsWith('scalars.')) return `@${id}`;
        return scalarNames[id.slice('scalars.'.length)] ?? this.fail(t.start, `unknown scalar ${name}`);
      }
      case 'TSNumberKeyword':
        return this.fail(t.start, 'say which number: Int32, Int64 or Float64');
      default:
        return this.fail(t.start, `${t.type} has no place in an API type`);
    }
  }

  private simpleName(name: TSTypeName): string {
    return name.type === 'Identifier'
      ? name.name
      : this.fail(name.start, 'qualified names are not understood: import the type');
  }

  private readStruct(api: Api, name: string, parents: string[], members: TSPropertySignature[], doc: Doc): void {
    const id = `${this.module}.${name}`;
    const fieldDocs: Record<string, string> = {};
    const own = members.map((m) => this.field(m, fieldDocs));
    const struct: StructData & { inherits?: Inheritance[] } = { f: own };
    if (doc.markers.has('kind')) {
      const scope = doc.markers.get('scope')?.[0];
      struct.kind =
        scope === undefined
          ? ''
          : scope === 'Namespaced'
            ? 'N'
            : scope === 'Cluster'
              ? 'C'
              : this.fail(0, `@scope ${scope} of ${name}, want Namespaced or Cluster`);
    }
    if (doc.markers.get('struct')?.[0] === 'atomic') struct.atomic = 1;
    const inlines = new Map(
      (doc.markers.get('inline') ?? []).map((m): [string, number] => {
        const [type = '', proto = '0'] = m.split(/\s+/);
        return [this.typeId(type, 0), Number(proto)];
      }),
    );
    struct.inherits = parents.map((parent) => ({ parent, proto: inlines.get(parent) ?? 0 }));
    api.schema.structs[id] = struct;
    if (doc.text || Object.keys(fieldDocs).length) api.docs[id] = [doc.text, fieldDocs];
  }

  private field(m: TSPropertySignature, docs: Record<string, string>): FieldData {
    const name =
      m.key.type === 'Identifier'
        ? m.key.name
        : m.key.type === 'Literal'
          ? String(m.key.value)
          : this.fail(m.start, 'computed key');
    if (!m.typeAnnotation) this.fail(m.start, `${name} has no type`);
    const { text, markers } = this.docBefore(m.start);
    if (text) docs[name] = text;
    const flags = (Object.keys(fieldFlags) as (keyof typeof fieldFlags)[]).reduce(
      (sum, flag) => sum | (markers.has(flag) ? fieldFlags[flag] : 0),
      0,
    );
    if (markers.has('required') !== !m.optional) this.fail(m.start, `${name}: @required and '?' disagree`);
    const extras = this.extras(name, markers, m.start);
    const data: FieldData = [
      name,
      this.type(m.typeAnnotation.typeAnnotation),
      Number(markers.get('proto')?.[0] ?? 0),
      flags,
    ];
    if (Object.keys(extras).length) data.push(extras);
    return data;
  }

  private extras(name: string, markers: Doc['markers'], at: number): FieldExtras {
    const one = <T extends string>(marker: string, allowed: readonly T[]): T | undefined => {
      const text = markers.get(marker)?.[0];
      if (text === undefined) return undefined;
      return (
        allowed.find((a) => a === text) ??
        this.fail(at, `${name}: @${marker} ${text}, want one of ${allowed.join(', ')}`)
      );
    };
    const extras: FieldExtras = {};
    const list = one<ListType>('list', ['map', 'set', 'atomic']);
    if (list) extras.l = list;
    const keys = markers.get('listKey');
    if (keys) extras.k = [...keys];
    const map = one('map', ['atomic', 'granular'] as const) ?? one('struct', ['atomic', 'granular'] as const);
    if (map) extras.m = map;
    const strategy = markers.get('patchStrategy')?.[0];
    if (strategy) extras.p = strategy.split(',');
    const mergeKey = markers.get('patchMergeKey')?.[0];
    if (mergeKey) extras.mk = mergeKey;
    const value = markers.get('default')?.[0];
    if (value !== undefined) {
      try {
        extras.d = JSON.parse(value);
      } catch {
        this.fail(at, `${name}: @default ${value} is not JSON`);
      }
    }
    const gate = markers.get('featureGate')?.[0];
    if (gate) extras.g = gate;
    return extras;
  }
}

interface Inheritance {
  parent: string;
  /** Protobuf number of the embedded message; 0 for TypeMeta, which protobuf leaves out. */
  proto: number;
}

/** Spreads inlined structs into those that extend them, where Go embeds them. */
function spreadInlined(schema: SchemaData, docs: DocsData): void {
  const done = new Set<string>();
  const spread = (id: string): StructData => {
    const struct: (StructData & { inherits?: Inheritance[] }) | undefined = schema.structs[id];
    if (!struct) throw new Error(`${id} is extended but is no interface of the API`);
    if (done.has(id)) return struct;
    done.add(id);
    for (const { parent, proto } of struct.inherits ?? []) {
      const inherited = spread(parent).f.map(
        ([name, type, number, flags, extras]): FieldData =>
          proto === 0 ? [name, type, 0, flags] : [name, type, number, flags, { ...extras, ip: proto }],
      );
      // An embedded message stands before the fields with higher protobuf numbers, as in the Go struct.
      const before =
        proto === 0 ? 0 : struct.f.findIndex(([, , number, , extras]) => number > proto && extras?.ip === undefined);
      struct.f.splice(before < 0 ? struct.f.length : before, 0, ...inherited);
      const [, parentDocs] = docs[parent] ?? ['', {}];
      const [own, fields] = docs[id] ?? ['', {}];
      if (Object.keys(parentDocs).length) docs[id] = [own, { ...parentDocs, ...fields }];
    }
    delete struct.inherits;
    return struct;
  };
  for (const id of Object.keys(schema.structs)) spread(id);
}

/** What a field must say that its codec needs; one line for each that does not. */
export function inconsistencies(schema: SchemaData): string[] {
  const found: string[] = [];
  const resolve = (type: string): string => {
    const alias = type.startsWith('@') ? schema.aliases[type.slice(1)] : undefined;
    return alias ? resolve(alias.t) : type;
  };
  const hasProto = new Set(
    Object.entries(schema.structs)
      .filter(([, s]) => s.f.some((f) => f[2] > 0))
      .map(([id]) => id),
  );
  for (const [id, { f }] of Object.entries(schema.structs)) {
    for (const [name, type, proto, flags, extras] of f) {
      const t = resolve(type);
      const where = `${id}.${name}`;
      if (t.startsWith('@') && !schema.structs[t.slice(1)]) found.push(`${where}: no type ${t.slice(1)}`);
      if (/^[@qotun]/.test(t) && !(flags & (fieldFlags.always | fieldFlags.pointer))) {
        found.push(`${where}: a struct must be @always or @pointer`);
      }
      if (proto === 0 && hasProto.has(id) && !['kind', 'apiVersion'].includes(name)) found.push(`${where}: no @proto`);
      if (extras?.l === 'map' && !extras.k) found.push(`${where}: @list map without @listKey`);
    }
  }
  return found;
}

/** Reads all of the API below `root` (src/api). */
export function readApi(root: string): Api {
  const api: Api = { schema: { modules: {}, structs: {}, aliases: {} }, docs: {} };
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts') && f !== 'scalars.ts')
    .sort();
  for (const file of files) new ModuleReader(root, join(root, file)).readInto(api);
  spreadInlined(api.schema, api.docs);
  return api;
}
