import assert from 'node:assert/strict';
import test from 'node:test';
import { jsonSyntaxError } from './jsonSyntax.ts';

test('jsonSyntaxError() says what Go says', () => {
  for (const [text, message] of [
    ['', 'unexpected end of JSON input'],
    ['{"kind":"Pod",', 'unexpected end of JSON input'],
    ['{"a":"b', 'unexpected end of JSON input'],
    ['hello', "invalid character 'h' looking for beginning of value"],
    ['{"a":}', "invalid character '}' looking for beginning of value"],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b":2}', `invalid character '"' after object key:value pair`],
    ['[1 2]', "invalid character '2' after array element"],
    ['[1]]', "invalid character ']' after top-level value"],
    ['"a\nb"', String.raw`invalid character '\n' in string literal`],
    [String.raw`"\x"`, "invalid character 'x' in string escape code"],
    ['nul1', "invalid character '1' in literal null (expecting 'l')"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  ] as const) {
    assert.throws(() => JSON.parse(text));
    assert.equal(jsonSyntaxError(text), message, text);
  }
});

test('jsonSyntaxError() finds nothing wrong with JSON', () => {
  for (const text of ['{}', ' [ ] ', '{"a":[1,-0.5e+3,true,null,"\\u00e9\\n"]} ', '""'])
    assert.equal(jsonSyntaxError(text), undefined, text);
});
