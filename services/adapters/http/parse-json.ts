// Bytes → JSON value, strictly: what could hurt is found before anything is built.

/** Deepest nesting taken. */
const jsonDepthMax = 16;

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly rule: 'utf-8' | 'depth' | 'json' | 'unique-keys'; readonly expected: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** The value, or the rule that the bytes break. Never throws. `__proto__` becomes an ordinary key, which every contract refuses by name. */
export function parseJson(bytes: Uint8Array): ParsedJson {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return { ok: false, rule: 'utf-8', expected: 'valid UTF-8' };
  }
  const { depth, members } = measure(text);
  if (depth > jsonDepthMax) return { ok: false, rule: 'depth', expected: `at most ${jsonDepthMax} levels of nesting` };
  try {
    const value: unknown = JSON.parse(text);
    // A key that stands twice would be read one way here and another way elsewhere.
    if (membersOf(value) < members) return { ok: false, rule: 'unique-keys', expected: 'every key of an object once' };
    return { ok: true, value };
  } catch {
    return { ok: false, rule: 'json', expected: 'well-formed JSON' };
  }
}

/** Deepest nesting of brackets, and the members of all objects (one colon each), both outside strings. */
function measure(text: string): { readonly depth: number; readonly members: number } {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92) i += 1;
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 58) members += 1;
    else if (c === 123 || c === 91) deepest = Math.max(deepest, ++depth);
    else if (c === 125 || c === 93) depth -= 1;
  }
  return { depth: deepest, members };
}

/** Members of all objects within a value. Its depth is bounded already. */
function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) for (const element of value) members += membersOf(element);
  else for (const key of Object.keys(value)) members += 1 + membersOf((value as Record<string, unknown>)[key]);
  return members;
}
