// Networks as people write them, CIDR, and whether an address lies in one of them.
import { BlockList, isIP } from 'node:net';

/** IPv4 or IPv6, with or without a prefix length: `10.1.0.0/16`, `fd00::/8`, `192.168.1.7`. */
export function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

export class Networks {
  readonly #list = new BlockList();

  /** Throws RangeError for a text that is not a network. */
  constructor(networks: Iterable<string>) {
    for (const network of networks) {
      if (!isNetwork(network)) throw new RangeError(`not a network: ${network}`);
      const [address = '', prefix] = network.split('/');
      const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
      this.#list.addSubnet(address, prefix === undefined ? (family === 'ipv4' ? 32 : 128) : Number(prefix), family);
    }
  }

  /** An IPv4 or IPv6 address without a zone. Anything else lies in none. */
  contains(address: string): boolean {
    const family = isIP(address);
    return family !== 0 && this.#list.check(address, family === 4 ? 'ipv4' : 'ipv6');
  }
}
