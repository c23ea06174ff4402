// What stands in a label's code: the address of a device's page on a gateway, `https://…/d/<device id>`, or the bare id.

/** Ids of devices as the gateway takes them. */
const ID = /^[A-Za-z0-9][\w.:-]{0,63}$/;

/** The device that a label names; null where it is no label of ours. Of which gateway it is does not matter: this one says whether it knows the device. */
export function deviceOnLabel(text: string): string | null {
  const found = /^https?:\/\/[^/\s]+\/d\/([^/?#\s]+)\/?(?:[?#].*)?$/i.exec(text.trim());
  const named = found?.[1] ?? text.trim();
  try {
    const id = decodeURIComponent(named);
    return ID.test(id) ? id : null;
  } catch {
    return null;
  }
}
