/**
 * The Swagger document in protobuf (gnostic's message openapi.v2.Document), which kubectl and client-go ask for as
 * `application/com.github.proto-openapi.spec.v2@v1.0+protobuf`. Only the parts that our documents have are written.
 * Values of any type travel as YAML text, of which JSON is a part.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { OpenApiSchema } from './openApiSchema.ts';
import type { Swagger, SwaggerOperation, SwaggerParameter, SwaggerPath } from './openapiV2.ts';

/** The media type as clients ask for it. */
export const openapiV2ProtobufType = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';

/** The media type as it is answered: client-go's parser of media types refuses the `@`. */
export const openapiV2ProtobufAnswerType = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

type Write = (writer: BinaryWriter) => void;

function text(w: BinaryWriter, field: number, value: string | undefined): void {
  if (value) w.tag(field, WireType.LengthDelimited).string(value);
}

function texts(w: BinaryWriter, field: number, values: readonly string[] | undefined): void {
  for (const value of values ?? []) w.tag(field, WireType.LengthDelimited).string(value);
}

function flag(w: BinaryWriter, field: number, value: boolean | undefined): void {
  if (value) w.tag(field, WireType.Varint).bool(true);
}

function whole(w: BinaryWriter, field: number, value: number | undefined): void {
  if (value) w.tag(field, WireType.Varint).int64(value);
}

function float(w: BinaryWriter, field: number, value: number | undefined): void {
  if (value) w.tag(field, WireType.Bit64).double(value);
}

function message(w: BinaryWriter, field: number, write: Write): void {
  w.tag(field, WireType.LengthDelimited).fork();
  write(w);
  w.join();
}

/** message Any: 2 yaml. */
const any =
  (value: unknown): Write =>
  (w) =>
    text(w, 2, `${JSON.stringify(value)}\n`);

/** The messages Named…: 1 name, 2 value. */
function named(w: BinaryWriter, field: number, name: string, value: Write): void {
  message(w, field, (n) => {
    text(n, 1, name);
    message(n, 2, value);
  });
}

function extensions(w: BinaryWriter, field: number, object: object): void {
  for (const [name, value] of Object.entries(object))
    if (name.startsWith('x-') && value !== undefined) named(w, field, name, any(value));
}

/** message Schema. */
const schema =
  (s: OpenApiSchema): Write =>
  (w) => {
    text(w, 1, s.$ref);
    text(w, 2, s.format);
    text(w, 3, s.title);
    text(w, 4, s.description);
    if (s.default !== undefined) message(w, 5, any(s.default));
    float(w, 6, s.multipleOf);
    float(w, 7, s.maximum);
    flag(w, 8, s.exclusiveMaximum);
    float(w, 9, s.minimum);
    flag(w, 10, s.exclusiveMinimum);
    whole(w, 11, s.maxLength);
    whole(w, 12, s.minLength);
    text(w, 13, s.pattern);
    whole(w, 14, s.maxItems);
    whole(w, 15, s.minItems);
    whole(w, 17, s.maxProperties);
    whole(w, 18, s.minProperties);
    texts(w, 19, s.required);
    for (const value of s.enum ?? []) message(w, 20, any(value));
    const { additionalProperties, type, items, properties } = s;
    if (typeof additionalProperties === 'object') message(w, 21, (a) => message(a, 1, schema(additionalProperties)));
    else if (additionalProperties !== undefined)
      message(w, 21, (a) => a.tag(2, WireType.Varint).bool(additionalProperties));
    if (type !== undefined) message(w, 22, (t) => text(t, 1, type));
    if (items) message(w, 23, (i) => message(i, 1, schema(items)));
    for (const one of s.allOf ?? []) message(w, 24, schema(one));
    if (properties) {
      message(w, 25, (p) => {
        for (const [name, property] of Object.entries(properties)) named(p, 1, name, schema(property));
      });
    }
    extensions(w, 31, s);
  };

/** message ParametersItem: 1 parameter; Parameter: 1 body, 2 other; NonBodyParameter: 3 query, 4 path. */
const parameter =
  (p: SwaggerParameter): Write =>
  (item) =>
    message(item, 1, (w) => {
      if (p.in === 'body') {
        message(w, 1, (b) => {
          text(b, 2, p.name);
          text(b, 3, p.in);
          flag(b, 4, p.required);
          message(b, 5, schema(p.schema));
        });
        return;
      }
      message(w, 2, (other) =>
        message(other, p.in === 'query' ? 3 : 4, (q) => {
          flag(q, 1, p.required);
          text(q, 2, p.in);
          text(q, 3, p.description);
          text(q, 4, p.name);
          // The two messages differ from here on: a query parameter may also be empty.
          const shift = p.in === 'query' ? 0 : -1;
          text(q, 6 + shift, p.type);
          flag(q, 20 + shift, p.uniqueItems);
        }),
      );
    });

/** message Operation. */
const operation =
  (o: SwaggerOperation): Write =>
  (w) => {
    texts(w, 1, o.tags);
    text(w, 3, o.description);
    text(w, 5, o.operationId);
    texts(w, 6, o.produces);
    texts(w, 7, o.consumes);
    for (const p of o.parameters ?? []) message(w, 8, parameter(p));
    message(w, 9, (responses) => {
      for (const [code, response] of Object.entries(o.responses)) {
        // NamedResponseValue → ResponseValue: 1 response → Response: 1 description, 2 schema → SchemaItem: 1 schema.
        named(responses, 1, code, (value) =>
          message(value, 1, (r) => {
            text(r, 1, response.description);
            const answered = response.schema;
            if (answered) message(r, 2, (item) => message(item, 1, schema(answered)));
          }),
        );
      }
    });
    texts(w, 10, o.schemes);
    extensions(w, 13, o);
  };

const methods = [
  ['get', 2],
  ['put', 3],
  ['post', 4],
  ['delete', 5],
  ['options', 6],
  ['head', 7],
  ['patch', 8],
] as const;

/** message PathItem. */
const path =
  (p: SwaggerPath): Write =>
  (w) => {
    for (const [method, field] of methods) {
      const o = p[method];
      if (o) message(w, field, operation(o));
    }
    for (const one of p.parameters ?? []) message(w, 9, parameter(one));
  };

/** message Document. */
export function openapiV2Protobuf(document: Swagger): Uint8Array {
  const w = new BinaryWriter();
  text(w, 1, document.swagger);
  message(w, 2, (info) => {
    text(info, 1, document.info.title);
    text(info, 2, document.info.version);
  });
  message(w, 8, (paths) => {
    for (const [name, item] of Object.entries(document.paths)) named(paths, 2, name, path(item));
  });
  message(w, 9, (definitions) => {
    for (const [name, definition] of Object.entries(document.definitions))
      named(definitions, 1, name, schema(definition));
  });
  for (const requirement of document.security) {
    message(w, 12, (r) => {
      for (const [name, scopes] of Object.entries(requirement)) named(r, 1, name, (value) => texts(value, 1, scopes));
    });
  }
  message(w, 13, (security) => {
    for (const [name, scheme] of Object.entries(document.securityDefinitions)) {
      // SecurityDefinitionsItem: 2 apiKey.
      named(security, 1, name, (item) =>
        message(item, 2, (key) => {
          text(key, 1, scheme.type);
          text(key, 2, scheme.name);
          text(key, 3, scheme.in);
          text(key, 4, scheme.description);
        }),
      );
    }
  });
  return w.finish();
}
