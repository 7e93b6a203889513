// A progress bar on stderr: a moving line on a terminal, a line every few seconds elsewhere.

export interface Progress {
  /** `detail` says more than the bar, e.g. counts. */
  update(done: number, total: number, detail?: string): void;
  end(): void;
}

const barWidth = 24;

/** `label` says what is being done. */
export function progress(label: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  const started = Date.now();
  const everyMs = stream.isTTY ? 100 : 5_000;
  let shownAt = stream.isTTY ? 0 : started;
  let dirty = false;
  return {
    update: (done, total, detail = '') => {
      const now = Date.now();
      if (now - shownAt < everyMs) return;
      shownAt = now;
      const share = total > 0 ? Math.min(1, done / total) : 0;
      const bar = '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░');
      const left = share > 0.01 && share < 1 ? ` · ${Math.ceil((((now - started) / share) * (1 - share)) / 1000)} s left` : '';
      const line = `${label} ${bar} ${String(Math.round(share * 100)).padStart(3)} %${detail ? ` · ${detail}` : ''}${left}`;
      stream.write(stream.isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
      dirty = true;
    },
    end: () => {
      if (dirty && stream.isTTY) stream.write('\r\u001b[2K');
    },
  };
}
