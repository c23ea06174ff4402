// How much the estate takes in that nobody asked for: what a stranger, or a panel gone mad, must not fill the memory with.

/** More devices than this wait for nobody: a stolen enrolment key must not fill the memory. The next one is refused. */
export const HELD_LIMIT = 1_000;
/** Three panels of 3,200 points each (GB 50116-2013, 3.1.5) behind one transmission device. */
export const PARTS_OF_ONE = 9_600;
/** A stranger with no right to fill the memory still shows a floor's worth of detectors. */
export const PARTS_OF_A_STRANGER = 256;
/** All parts: 40 transmission devices full to the brim, 500 bytes each. */
export const PARTS_LIMIT = 400_000;
