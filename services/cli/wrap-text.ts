// Text in lines of a width: broken after spaces and between wide characters, within a word only where it must be.
import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });
/** Words with the spaces and the punctuation after them; a wide character is a piece of its own. */
const pieces = /[^\s\u3000-\u9fff\uff00-\uffef]+[\s、，。；：]*|[\u3000-\u9fff\uff00-\uffef][、，。；：）」》]*|[\s\S]/gu;

/** Codes may break between their words: `customer-service-processor`; days and ids may not. */
const joints = /(?<=[a-z][-_])(?=[a-z])/i;

const piecesOf = (text: string): readonly string[] => (text.match(pieces) ?? []).flatMap((piece) => piece.split(joints));

/** Width of the longest piece that is not broken unless it must be. */
export const longestPiece = (text: string): number => Math.max(0, ...piecesOf(text).map((piece) => stringWidth(piece.trimEnd())));

/** At least one line; none is wider than `width`. */
export function wrap(text: string, width: number): string[] {
  if (stringWidth(text) <= width) return [text];
  const lines: string[] = [];
  let current = '';
  for (const piece of piecesOf(text)) {
    if (stringWidth(current + piece.trimEnd()) <= width) {
      current += piece;
      continue;
    }
    if (current.trim()) lines.push(current.trimEnd());
    current = '';
    for (const { segment } of segmenter.segment(piece)) {
      if (stringWidth(current + segment) > width) {
        lines.push(current);
        current = '';
      }
      current += segment;
    }
  }
  return current.trim() || lines.length === 0 ? [...lines, current.trimEnd()] : lines;
}
