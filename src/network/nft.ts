/** Running nftables transactions. */
import { spawn } from 'node:child_process';

/** nft refused. `message` is its first line of complaint. */
class NftError extends Error {
  override readonly name = 'NftError';
  /** The transaction that was refused. */
  readonly ruleset: string;

  constructor(message: string, ruleset: string) {
    super(message);
    this.ruleset = ruleset;
  }
}

/** Applies the whole text as one transaction: either all of it is in effect afterwards, or nothing. */
export async function applyRuleset(ruleset: string): Promise<void> {
  const { code, stderr } = await nft(['-f', '-'], ruleset);
  if (code !== 0) throw new NftError(`nft: ${stderr.trim().split('\n')[0] ?? `exit code ${code}`}`, ruleset);
}

/** Deletes the table with everything in it; one that is not there is no error. */
export async function deleteTable(family: 'ip' | 'ip6' | 'inet' | 'bridge', table: string): Promise<void> {
  await applyRuleset(`add table ${family} ${table}\ndelete table ${family} ${table}\n`);
}

function nft(args: readonly string[], input: string): Promise<{ code: number | null; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('nft', args, { stdio: ['pipe', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stderr }));
    // A refusal may come before everything is read; the exit code tells then.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
