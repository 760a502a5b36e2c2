/**
 * The scheme: from a group, version and kind to the functions that decode, default and check its objects.
 * They are compiled from the schema (generated from src/api) once a kind, at first use.
 */
export type { Decoded, KindCodec } from './schema/contract.ts';
export { DecodeError } from './schema/contract.ts';
export { codecOf } from './schema/codec.ts';
export { schemaOf, structSchema } from './schema/load.ts';
export { findDuplicateFields, strictDecodingError } from './schema/strict.ts';
