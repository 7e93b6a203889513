// What can be made to go wrong in the wire double (not a real server), each as it was seen or is feared with a real one.

/**
 * What becomes of one append: the server dies before it writes or before it answers; it answers nobody; it answers a wrong expectation although it
 * wrote (as when the record that would tell a repetition is gone).
 */
export type AppendFault = 'die-before-write' | 'die-before-answer' | 'lose-answer' | 'deny-having-written';

export interface Faults {
  /** Of the next appends, in order; a null goes well. */
  appends: (AppendFault | null)[];
  /** A black hole: whatever is asked is taken in and never answered. */
  silent: boolean;
  /** Subscriptions stop, without an error and without an end, while reads and appends go on. */
  stalled: boolean;
}

export const noFaults = (): Faults => ({ appends: [], silent: false, stalled: false });
