// The checksum of a Modbus RTU frame.

/**
 * CRC-16 with polynomial 0xA001 (reflected), start 0xFFFF, of the first `length` bytes; the low byte goes on the wire
 * first. Modbus over Serial Line V1.02, 2.5.1.2 and appendix B.
 */
export function modbusCrc(bytes: Uint8Array, length = bytes.length): number {
  let crc = 0xffff;
  for (const byte of bytes.subarray(0, length)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
