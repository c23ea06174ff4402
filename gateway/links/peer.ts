// Who is on the other side of a socket, for a person's eye and for a rule about networks.

/** An IPv4 address that came over an IPv6 socket, as IPv4. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
