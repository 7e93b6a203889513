// The source of a rule taken apart: each article with its verify mark of regulation.md 0.1.

export interface Article {
  /** `PIPL 23`. */
  readonly article: string;
  /** `SF:S1`: read in source S1. `GK`: general knowledge, to be verified. */
  readonly mark: string;
  /** Whether the text was read: only then may a verdict be green by it. */
  readonly verified: boolean;
}

/** `PIPL 23 SF:S1; 审计指引 8 SF:S9` → two articles. What carries no mark counts as not verified. */
export const articlesOf = (source: string): readonly Article[] =>
  source.split(/\s*;\s*/).map((part) => {
    const [, article = part, mark = 'GK'] = /^(.*?)\s+(SF:S\d+|GK|D\(.+\))$/.exec(part) ?? [];
    return { article, mark, verified: mark.startsWith('SF') };
  });
