// A disk of a few megabytes that is really full when it is full: a tmpfs of its own, where this machine lets us mount one.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Mounts and unmounts once, to see whether it can be done. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-mount-'));
  try {
    mount(folder, 'size=1m');
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const mount = (folder: string, options: string): Buffer => execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' });

/** The folder of a new disk of `megabytes`; it is unmounted when the running test ends. */
export function smallDisk(megabytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-disk-'));
  mount(folder, `size=${megabytes}m`);
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Makes a mounted disk read-only, or writable again. */
export const remount = (folder: string, mode: 'ro' | 'rw'): Buffer => execFileSync('mount', ['-o', `remount,${mode}`, folder], { stdio: 'pipe' });
