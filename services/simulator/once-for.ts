// What follows from a clause alone is computed once for it: the same few clauses are used millions of times.

/** The same function, remembering its answers for as long as their keys live. */
export function onceFor<K extends object, V extends object>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
