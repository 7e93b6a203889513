// Which of many facts an answer rests on: a smallest part with which it stays the same.

/**
 * A part of `facts` none of which can be left out while `same` holds, earlier ones preferred (QuickXplain, Junker 2004): some k log n questions.
 * Null where what holds of some facts does not hold of more of them, and no such part was found.
 */
export function neededFacts<T>(facts: readonly T[], same: (kept: readonly T[]) => boolean): readonly T[] | null {
  const search = (kept: readonly T[], candidates: readonly T[], changed: boolean): readonly T[] => {
    if (changed && same(kept)) return [];
    if (candidates.length <= 1) return candidates;
    const half = Math.ceil(candidates.length / 2);
    const [first, second] = [candidates.slice(0, half), candidates.slice(half)];
    const ofSecond = search([...kept, ...first], second, true);
    const ofFirst = search([...kept, ...ofSecond], first, ofSecond.length > 0);
    return [...ofFirst, ...ofSecond];
  };
  const found = search([], facts, true);
  return same(found) ? found : null;
}
