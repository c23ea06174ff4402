// Networks that an address typed by a person may not lead into: our own, and whatever is no place in the open internet.
import { Networks } from '../networks.ts';

const IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  // Carrier-grade NAT; one cloud answers for the machine's own keys at 100.100.100.200.
  '100.64.0.0/10',
  '127.0.0.0/8',
  // The machine's own keys wait at 169.254.169.254 in most clouds.
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // A cloud's service for its own machines, at a public address.
  '168.63.129.16/32',
];

/** IPv6 prefixes that carry an IPv4 address in their last 32 bits: mapped, compatible, NAT64. */
const CARRIERS = ['::ffff:', '::', '64:ff9b::'];

const IPV6 = [
  '::/128',
  '::1/128',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/32',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

function carried(network: string): string[] {
  const [address = '', prefix = '32'] = network.split('/');
  return CARRIERS.map((carrier) => `${carrier}${address}/${96 + Number(prefix)}`);
}

const FORBIDDEN = new Networks([...IPV4, ...IPV4.flatMap(carried), ...IPV6]);

/** Whether a request may go to this address: not ours, or in a network that the site has allowed. */
export function mayReach(address: string, allowed: Networks): boolean {
  return allowed.contains(address) || !FORBIDDEN.contains(address);
}
