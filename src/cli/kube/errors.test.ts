import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError, notFound } from '../../machinery/apiError.ts';
import { CommandError, describeError, ManyErrors, PlainError, SilentExit } from './errors.ts';
import { nameOf } from './printers.ts';

const pods = { group: '', resource: 'pods' };

describe('errors are told as kubectl tells them', () => {
  test('with what the server said, and its reason', () => {
    assert.equal(describeError(notFound(pods, 'x')).text, 'Error from server (NotFound): pods "x" not found\n');
    const nobody = new ApiError(401, 'Unauthorized', 'Unauthorized');
    assert.equal(describeError(nobody).text, 'error: You must be logged in to the server (Unauthorized)\n');
  });
  test('with a line for each cause when an object is invalid', () => {
    const causes = ['a', 'b'].map((field) => ({ field, message: 'Required value' }));
    const { text } = describeError(new ApiError(422, 'Invalid', 'told below', { kind: 'Pod', name: 'x', causes }));
    assert.equal(text, 'The Pod "x" is invalid: \n* a: Required value\n* b: Required value\n');
  });
  test('of the command line itself behind "error: ", once', () => {
    assert.equal(describeError(new CommandError('no')).text, 'error: no\n');
    assert.equal(describeError(new CommandError('error: no')).text, 'error: no\n');
    assert.equal(describeError(new PlainError('no')).text, 'no\n');
  });
  test('together, a line each', () => {
    const text = describeError(new ManyErrors([notFound(pods, 'a'), notFound(pods, 'b')])).text;
    assert.equal(
      text,
      'Error from server (NotFound): pods "a" not found\nError from server (NotFound): pods "b" not found\n',
    );
  });
  test('or not at all, with an exit code', () =>
    assert.deepEqual(describeError(new SilentExit(3)), { text: '', exitCode: 3 }));
});

test('nameOf() names an object by kind and group', () => {
  assert.equal(nameOf({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } }), 'deployment.apps/web');
  assert.equal(nameOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } }), 'pod/x');
});
