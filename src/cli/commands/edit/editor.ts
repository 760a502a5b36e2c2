/** The editor that a person wants: KUBE_EDITOR, else EDITOR, else vi. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError } from '../../kube/errors.ts';

export interface EditedFile {
  readonly path: string;
  readonly text: string;
}

/** Opens the text in the editor, in a file of its own, and resolves with what was saved. */
export async function editText(text: string, extension: string): Promise<EditedFile> {
  const path = join(mkdtempSync(join(tmpdir(), 'peapod-edit-')), `object${extension}`);
  writeFileSync(path, text, { mode: 0o600 });
  await launch(process.env.KUBE_EDITOR || process.env.EDITOR || 'vi', path);
  return { path, text: readFileSync(path, 'utf8') };
}

function launch(editor: string, path: string): Promise<void> {
  // With quotes or backslashes it is a command of the shell's; else words.
  const shell = /["'\\]/.test(editor);
  const words: readonly string[] = shell
    ? [process.env.SHELL || '/bin/bash', '-c', `${editor} ${JSON.stringify(path)}`]
    : [...editor.split(/\s+/), path];
  return new Promise((resolve, reject) => {
    const [program = '', ...rest] = words;
    const child = spawn(program, rest, { stdio: 'inherit' });
    child.on('error', () => reject(new CommandError(`unable to launch the editor ${JSON.stringify(editor)}`)));
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new CommandError(`there was a problem with the editor ${JSON.stringify(editor)}`));
    });
  });
}

/** Lines that begin with '#' are not part of it. */
export const withoutComments = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .trim();
