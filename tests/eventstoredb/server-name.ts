// The server that a run is against: the one EVENTSTORE_URL names, else the wire double.

export const givenUrl = process.env['EVENTSTORE_URL'] ?? '';
export const realServer = givenUrl !== '';

/** Where it is, without user and password, and what it is. */
export const serverName = realServer
  ? `EventStoreDB at ${givenUrl
      .replace(/^[^/]*\/\//, '')
      .replace(/^.*@/, '')
      .replace(/[/?].*$/s, '')}`
  : 'the wire double of EventStoreDB — not a real server (set EVENTSTORE_URL for one)';

/** Why a suite is skipped here: it stands in the name, so that nobody takes it for run. */
export const needsDouble = realServer ? ' [SKIPPED on a real server: needs the wire double, run it without EVENTSTORE_URL]' : '';
