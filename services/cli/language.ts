// The language of what people read: `--lang`, else the terminal's own.
import type { Bilingual } from '../core/domain/vocabulary.ts';

export type Language = keyof Bilingual;

/** `--lang`, else the terminal's own. */
export const languageOf = (flag: string | undefined, environment: NodeJS.ProcessEnv = process.env): Language =>
  (flag ?? environment['LC_ALL'] ?? environment['LANG'] ?? 'en').startsWith('zh') ? 'zh' : 'en';

/** A title or phrase in both languages → the one to show. */
export const phrase =
  (language: Language) =>
  (en: string, zh: string): string =>
    language === 'zh' ? zh : en;

/** `1 flow`, `2 flows`; Chinese knows no plural. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
