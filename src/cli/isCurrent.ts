/** Whether what was built of some files is as they are. */
import { existsSync, readFileSync, statSync } from 'node:fs';

/**
 * Whether none of the files that `list` names, one a line below `root`, has changed since the list was written; without a
 * list it holds only where there are no sources, as in the package. By the time of a file's last change, which nothing sets back, as it can
 * be done to that of its content.
 */
export function isCurrent(list: string, root: string): boolean {
  if (!existsSync(list)) return !existsSync(`${root}/src`);
  const { ctimeMs: made } = statSync(list);
  return readFileSync(list, 'utf8')
    .split('\n')
    .every((path) => {
      const found = statSync(`${root}/${path}`, { throwIfNoEntry: false });
      return found !== undefined && found.ctimeMs <= made;
    });
}
