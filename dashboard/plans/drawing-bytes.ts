// How large the file of a drawing may be; the gateway holds the same bound, and says the same where a screen did not.

/** MiB. */
export const DRAWING_MEBIBYTES = 12;
export const DRAWING_BYTES = DRAWING_MEBIBYTES * 2 ** 20;
