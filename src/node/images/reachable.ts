/** Whether a public registry can be reached from here, found by a TCP connection, remembered for a while. */
import net from 'node:net';

const patience = 1000;
const rememberYes = 300_000;
const rememberNo = 30_000;

/** A function that asks once for many callers. Behind a proxy the answer is yes: only the proxy could tell. */
export function createReachability(
  environment: NodeJS.ProcessEnv = process.env,
): (registry: string) => Promise<boolean> {
  const known = new Map<string, { readonly answer: Promise<boolean>; until: number }>();
  const proxied = ['HTTPS_PROXY', 'https_proxy'].some((name) => (environment[name] ?? '') !== '');
  return (registry) => {
    if (proxied) return Promise.resolve(true);
    const remembered = known.get(registry);
    if (remembered && Date.now() < remembered.until) return remembered.answer;
    const answer = connects(registry === 'docker.io' ? 'registry-1.docker.io' : registry);
    const entry = { answer, until: Infinity };
    known.set(registry, entry);
    void answer.then((yes) => (entry.until = Date.now() + (yes ? rememberYes : rememberNo)));
    return answer;
  };
}

function connects(registry: string): Promise<boolean> {
  const [host = '', port = '443'] = registry.split(':');
  return new Promise((resolve) => {
    const socket = net.connect({ host, port: Number(port) });
    const decide = (yes: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(yes);
    };
    // Looking up the name counts too: where there is no network that can take longest.
    const timer = setTimeout(decide, patience, false);
    socket.once('connect', () => decide(true));
    socket.on('error', () => decide(false));
  });
}
