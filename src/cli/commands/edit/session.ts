/** Editing objects: opened in an editor, saved, and opened again with what the server says against it. */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { ApiError, isNotFound } from '../../../machinery/apiError.ts';
import type { Resource } from '../../../machinery/resource.ts';
import { parseYamlStream, printYaml } from '../../../machinery/yaml.ts';
import { CommandError, messageOf, SilentExit } from '../../kube/errors.ts';
import { isJsonObject, listAt, printJson, textAt, withoutManagedFields, type JsonObject } from '../../kube/json.ts';
import { qualifiedResource } from '../../kube/mapper.ts';
import { editText, withoutComments } from './editor.ts';

export interface Editable {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly object: JsonObject;
}

const head = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

/** @param save sends one edited object; rejects with ApiError when the server will not have it */
export async function editObjects(
  objects: readonly Editable[],
  format: 'yaml' | 'json',
  save: (edited: JsonObject, original: Editable) => Promise<void>,
): Promise<void> {
  const print = (value: JsonObject): string => (format === 'json' ? printJson(value) : printYaml(value));
  const [first] = objects;
  if (!first) throw new CommandError('edit cancelled, no objects found');
  const original = print(withoutManagedFields(objects.length === 1 ? first.object : listOf(objects)));
  let body = original;
  let reasons = '';
  let previous: string | undefined;
  for (;;) {
    const header = format === 'json' ? '' : `${head}${reasons}`;
    const { path, text } = await editText(`${header}${body}`, format === 'json' ? '.json' : '.yaml');
    const edited = withoutComments(text);
    const keep = (): void =>
      void process.stderr.write(`A copy of your changes has been stored to ${JSON.stringify(path)}\n`);
    const discard = (): void => rmSync(dirname(path), { recursive: true });
    if (previous !== undefined && edited === previous) {
      keep();
      throw new CommandError('Edit cancelled, no valid changes were saved.');
    }
    if (edited === withoutComments(original)) {
      discard();
      process.stderr.write('Edit cancelled, no changes made.\n');
      return;
    }
    if (edited === '') {
      discard();
      process.stderr.write('Edit cancelled, saved file was empty.\n');
      return;
    }
    const outcome = await saveAll(edited, objects, save);
    if (outcome.retryable.length > 0) {
      for (const line of outcome.retryable) process.stderr.write(`${line}\n`);
      process.stderr.write(`You can run \`peapod replace -f ${path}\` to try this update again.\n`);
      throw new SilentExit(1);
    }
    if (outcome.reasons === '') {
      discard();
      return;
    }
    [body, reasons, previous] = [`${edited}\n`, outcome.reasons, edited];
    discard();
  }
}

interface Outcome {
  /** Comments for the file when it is opened again; '' when all is well. */
  readonly reasons: string;
  readonly retryable: readonly string[];
}

async function saveAll(
  edited: string,
  objects: readonly Editable[],
  save: (edited: JsonObject, original: Editable) => Promise<void>,
): Promise<Outcome> {
  let parsed: JsonObject[];
  try {
    parsed = parseYamlStream(edited).filter(isJsonObject).flatMap(unfold);
  } catch (error) {
    return { reasons: reason(`The edited file had a syntax error: ${messageOf(error)}`), retryable: [] };
  }
  let reasons = '';
  const retryable: string[] = [];
  for (const object of parsed) {
    const name = textAt(object, 'metadata', 'name');
    const original = objects.find((one) => one.name === name && one.resource.kind === textAt(object, 'kind'));
    if (!original) {
      retryable.push('error: At least one of apiVersion, kind and name was changed');
      continue;
    }
    const about = `${qualifiedResource(original.resource)} ${JSON.stringify(name)}`;
    try {
      await save(object, original);
    } catch (error) {
      if (error instanceof ApiError && error.reason === 'Invalid') {
        const causes = (error.details?.causes ?? []).map((c) => `${c.field ?? ''}: ${c.message ?? ''}`);
        reasons += reason(`${about} was not valid`, causes);
        process.stderr.write(`error: ${about} is invalid\n`);
      } else if (isNotFound(error)) {
        retryable.push(`error: ${about} could not be found on the server`);
      } else {
        retryable.push(`error: ${about} could not be patched: ${messageOf(error)}`);
      }
    }
  }
  return { reasons, retryable };
}

const reason = (title: string, causes: readonly string[] = []): string =>
  `# ${hashed(title)}${causes.length > 0 ? ':' : ''}\n${causes.map((cause) => `# * ${hashed(cause)}\n`).join('')}#\n`;

const hashed = (text: string): string => text.replaceAll(/\n(?!#)/g, '\n# ');

const listOf = (objects: readonly Editable[]): JsonObject => ({
  apiVersion: 'v1',
  items: objects.map((one) => one.object),
  kind: 'List',
  metadata: {},
});

const unfold = (object: JsonObject): JsonObject[] =>
  textAt(object, 'kind') === 'List' ? listAt(object, 'items').filter(isJsonObject) : [object];
