/**
 * @file The scalar types of the API: JSON shapes that TypeScript alone cannot tell apart, named so that codecs can.
 */

/** A whole number that fits 32 bits, signed. Protobuf varint. */
export type Int32 = number;

/** A whole number that fits 64 bits, signed. Beyond 2^53 a JavaScript number loses digits. Protobuf varint. */
export type Int64 = number;

/** An IEEE 754 double. Protobuf fixed64. */
export type Float64 = number;

/**
 * An amount with an optional decimal exponent, SI suffix (`m`, `k`, `M`, `G`, …) or binary suffix (`Ki`, `Mi`, …), such
 * as `500m` or `2Gi`. The zero value is written `0`. Protobuf message with the text in field 1.
 */
export type Quantity = string;

/** A number, or a string such as a port's name or a percentage (`25%`). Protobuf: type 1, intVal 2, strVal 3. */
export type IntOrString = number | string;

/**
 * An instant in RFC 3339, in UTC and whole seconds (`2025-01-31T08:00:00Z`). The zero value is JSON null.
 * Protobuf message: seconds 1, nanos 2.
 */
export type Time = string;

/**
 * An instant in RFC 3339 with six digits of fraction (`2025-01-31T08:00:00.000000Z`). The zero value is JSON null.
 * Protobuf message: seconds 1, nanos 2.
 */
export type MicroTime = string;

/** A span of time in Go's notation (`1h30m`, `10s`). Protobuf message with nanoseconds in field 1. */
export type Duration = string;

/** Bytes. Base64 (standard alphabet, padded) in JSON and YAML, raw bytes in protobuf. */
export type Base64 = string;

/** Any JSON value. */
export type JSONValue = null | boolean | number | string | JSONValue[] | { [key: string]: JSONValue };

/** An object of any kind, embedded as it is. The zero value is JSON null. Protobuf: its bytes in field 1. */
export type RawExtension = Record<string, unknown>;

/**
 * A set of field paths as a tree: keys are `f:<name>`, `k:<list key>`, `v:<set value>`, `i:<index>` and `.` for the
 * node itself. Protobuf message with the JSON text in field 1.
 */
export type FieldsV1 = Record<string, unknown>;
