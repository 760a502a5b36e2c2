/** The address with which this machine speaks to another. */
import { createSocket } from 'node:dgram';

/** No packet is sent: the kernel chooses the address with the route. Rejects when there is none. */
export function localAddressTowards(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = createSocket('udp4');
  return new Promise<string>((resolve, reject) => {
    socket.once('error', reject);
    socket.connect(Number(port || 443), hostname, () => resolve(socket.address().address));
  }).finally(() => socket.close());
}
